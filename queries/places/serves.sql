-- One row per contract that helps somebody from one small area today, those with most people first.
SELECT contract_id, count(DISTINCT person_id) AS people
FROM (
    SELECT contract_id, person_id
    FROM warehouse.package
    WHERE
        area_code = $area_code
        AND started_on <= CAST($on_day AS DATE) AND coalesce(ended_on, CAST($on_day AS DATE)) >= CAST($on_day AS DATE)
    UNION ALL
    SELECT contract_id, person_id
    FROM warehouse.placement
    WHERE
        area_code = $area_code
        AND contract_id IS NOT NULL
        AND started_on <= CAST($on_day AS DATE) AND coalesce(ended_on, CAST($on_day AS DATE)) >= CAST($on_day AS DATE)
)
GROUP BY contract_id
ORDER BY people DESC, contract_id
