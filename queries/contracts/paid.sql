-- One row per contract with payments in a period: what was paid and delivered, month by month and in all.
SELECT
    contract_id,
    count(*) AS months,
    sum(amount) AS amount,
    sum(units_paid) AS units_paid,
    sum(units_delivered) AS units_delivered,
    list(CAST(amount AS DOUBLE) ORDER BY month) AS amounts,
    list(units_delivered ORDER BY month) AS delivered
FROM warehouse.payment
WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
GROUP BY contract_id
ORDER BY contract_id
