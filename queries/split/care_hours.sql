-- One row per service line whose packages state hours: packages that run on a day, and their hours of care a week.
SELECT
    c.service_id,
    count(*) AS packages,
    CAST(sum(CAST(p.hours_a_week AS DECIMAL(18, 6))) AS DOUBLE) AS hours
FROM warehouse.package AS p
INNER JOIN warehouse.contract AS c ON p.contract_id = c.contract_id
WHERE
    p.started_on <= CAST($on_day AS DATE)
    AND coalesce(p.ended_on, CAST($on_day AS DATE)) >= CAST($on_day AS DATE)
    AND p.refused_reason IS NULL
    AND p.hours_a_week IS NOT NULL
GROUP BY c.service_id
ORDER BY c.service_id
