-- One row per service line and part of the city: budget of a financial year, what comes every year and what once.
SELECT
    service_id,
    locality,
    sum(gross) AS gross,
    sum(net) AS net,
    coalesce(sum(gross) FILTER (recurring), 0) AS every_year,
    coalesce(sum(gross) FILTER (NOT recurring), 0) AS once
FROM warehouse.budget
WHERE year = $year
GROUP BY service_id, locality
ORDER BY service_id, locality
