-- One row per contract and month of a span: complaints of the twelve months to it, and people over the same months.
SELECT contract_id, month, numerator, denominator
FROM warehouse.measure_return
WHERE
    measure_id = 'complaints_per_100'
    AND month >= CAST($first AS DATE)
    AND month <= CAST($last AS DATE)
ORDER BY contract_id, month
