-- One row: what was paid in a period, and how much of it was for contracts that name no package and no placement.
WITH known AS (
    SELECT contract_id FROM warehouse.package
    UNION
    SELECT contract_id FROM warehouse.placement
)
SELECT
    CAST(sum(p.amount) AS DOUBLE) AS paid,
    CAST(sum(p.amount) FILTER (k.contract_id IS NULL) AS DOUBLE) AS not_placed
FROM warehouse.payment AS p
LEFT JOIN known AS k ON p.contract_id = k.contract_id
WHERE p.month >= CAST($first AS DATE) AND p.month <= CAST($last AS DATE)
ORDER BY paid
