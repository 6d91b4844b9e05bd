-- One row per locality in which one contract had visits in a period.
SELECT
    coalesce(a.locality, 'not known') AS locality,
    CAST(sum(v.planned) AS BIGINT) AS planned,
    CAST(sum(v.delivered) AS BIGINT) AS delivered,
    CAST(sum(v.missed) AS BIGINT) AS missed,
    CAST(sum(v.logged) AS BIGINT) AS logged,
    CAST(sum(v.manual) AS BIGINT) AS manual,
    CAST(sum(v.on_time) AS BIGINT) AS on_time,
    CAST(sum(v.timed) AS BIGINT) AS timed,
    CAST(sum(v.long_enough) AS BIGINT) AS long_enough
FROM warehouse.visit_month AS v
LEFT JOIN warehouse.area AS a ON v.area_code = a.area_code
WHERE
    v.contract_id = $contract_id
    AND v.month >= CAST($first AS DATE)
    AND v.month <= CAST($last AS DATE)
GROUP BY ALL
ORDER BY locality
