-- One row per short-break contract: pounds paid in a period for nights that nobody used.
SELECT
    p.contract_id,
    CAST(sum(round(p.amount * (1 - p.units_delivered / p.units_paid), 2)) AS DECIMAL(14, 2)) AS pounds,
    sum(p.units_paid - p.units_delivered) AS units,
    count(*) AS months
FROM warehouse.payment AS p
INNER JOIN warehouse.contract AS c ON p.contract_id = c.contract_id
WHERE
    c.service_id = 'respite'
    AND p.units_paid > 0
    AND p.units_delivered < p.units_paid
    AND p.month >= CAST($first AS DATE)
    AND p.month <= CAST($last AS DATE)
GROUP BY p.contract_id
ORDER BY p.contract_id
