-- One row per small area with home-care visits in a period: planned, missed, logged and on time.
SELECT
    area_code,
    sum(planned) AS planned,
    sum(missed) AS missed,
    sum(logged) AS logged,
    sum(on_time) AS on_time
FROM warehouse.visit_month
WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
GROUP BY area_code
ORDER BY area_code
