-- One row per locality and thing that was wanted and not there in a period.
SELECT locality, service_id, month, wanted, offered
FROM warehouse.shortfall
WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
ORDER BY locality, month DESC, wanted
