-- One row per locality in the latest month on file up to one: people waiting and hours a week that nobody provides.
SELECT locality, month, sum(people) AS people, sum(hours) AS hours
FROM warehouse.waiting
WHERE month = (SELECT max(month) FROM warehouse.waiting WHERE month <= CAST($last AS DATE))
GROUP BY locality, month
ORDER BY locality
