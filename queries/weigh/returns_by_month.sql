-- One row per measure and month of some contracts: the value as returned.
SELECT contract_id, measure_id, month, value, numerator, denominator, note
FROM warehouse.measure_return
WHERE
    list_contains($contract_ids, contract_id)
    AND month >= CAST($first AS DATE)
    AND month <= CAST($last AS DATE)
ORDER BY contract_id, measure_id, month
