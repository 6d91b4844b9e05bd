-- One row per contract and measure: what was returned month by month in a span, oldest first, and what is asked.
SELECT
    m.contract_id,
    m.measure_id,
    m.in_contract,
    coalesce(m.target, d.target) AS target,
    list(r.month ORDER BY r.month) FILTER (r.month IS NOT NULL) AS months,
    list(r.numerator ORDER BY r.month) FILTER (r.month IS NOT NULL) AS numerators,
    list(r.denominator ORDER BY r.month) FILTER (r.month IS NOT NULL) AS denominators,
    list(r.value ORDER BY r.month) FILTER (r.month IS NOT NULL) AS values,
    list(coalesce(r.note, '') ORDER BY r.month) FILTER (r.month IS NOT NULL) AS notes,
    max_by(r.source, r.month) AS source
FROM warehouse.contract_measure AS m
INNER JOIN warehouse.measure AS d ON m.measure_id = d.measure_id
LEFT JOIN warehouse.measure_return AS r
    ON m.contract_id = r.contract_id
    AND m.measure_id = r.measure_id
    AND r.month >= CAST($first AS DATE)
    AND r.month <= CAST($last AS DATE)
GROUP BY ALL
ORDER BY m.contract_id, m.measure_id
