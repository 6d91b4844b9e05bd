-- One row: promises on record that are still open, and how many of them are past their day.
SELECT
    count(*) AS open_promises,
    count(*) FILTER (due_on < CAST($on_day AS DATE)) AS overdue,
    min(due_on) FILTER (due_on < CAST($on_day AS DATE)) AS oldest_on
FROM records.promise
WHERE state = 'open'
ORDER BY open_promises
