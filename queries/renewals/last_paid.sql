-- One row per contract that was ever paid: the last month it was paid for.
SELECT contract_id, max(month) AS last_paid
FROM warehouse.payment
WHERE amount > 0
GROUP BY contract_id
ORDER BY contract_id
