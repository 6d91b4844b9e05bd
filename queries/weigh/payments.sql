-- One row per contract: what was paid and delivered in a period.
SELECT
    contract_id,
    sum(amount) AS amount,
    sum(units_paid) AS units_paid,
    sum(units_delivered) AS units_delivered,
    count(*) AS months
FROM warehouse.payment
WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
GROUP BY contract_id
ORDER BY contract_id
