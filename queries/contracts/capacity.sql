-- One row per contract and zone: staff, vacancies and hours in the latest month known, and offers of twelve months.
WITH latest AS (
    SELECT contract_id, zone, max(month) AS month
    FROM warehouse.capacity
    WHERE month <= CAST($last AS DATE)
    GROUP BY contract_id, zone
),

offers AS (
    SELECT
        contract_id,
        zone,
        CAST(sum(offered) AS BIGINT) AS offered,
        CAST(sum(accepted) AS BIGINT) AS accepted
    FROM warehouse.capacity
    WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
    GROUP BY contract_id, zone
)

SELECT c.contract_id, c.zone, c.month, c.staff, c.vacancies, c.hours_commissioned, o.offered, o.accepted
FROM warehouse.capacity AS c
INNER JOIN latest AS l ON c.contract_id = l.contract_id AND c.zone = l.zone AND c.month = l.month
LEFT JOIN offers AS o ON c.contract_id = o.contract_id AND c.zone = o.zone
ORDER BY c.contract_id, c.zone
