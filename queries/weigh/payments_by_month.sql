-- One row per contract and month: what was paid, what was delivered, and the pounds for what was not.
SELECT
    contract_id,
    month,
    units_paid,
    units_delivered,
    amount,
    round(amount * (1 - units_delivered / nullif(units_paid, 0)), 2) AS not_delivered
FROM warehouse.payment
WHERE
    list_contains($contract_ids, contract_id)
    AND month >= CAST($first AS DATE)
    AND month <= CAST($last AS DATE)
ORDER BY contract_id, month
