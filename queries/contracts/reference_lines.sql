-- One row per published figure that a service line's prices may be held against, latest year first.
SELECT service_id, year, words, CAST(amount AS DOUBLE) AS amount, price_basis, source, certainty
FROM warehouse.reference_line
WHERE service_id = $service_id
ORDER BY year DESC, amount, words
