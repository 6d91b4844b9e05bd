-- One row per contract and measure: what was returned in a period, with target and floor as they hold for it.
SELECT
    m.contract_id,
    m.measure_id,
    d.measure_name,
    d.kind,
    d.unit,
    d.direction,
    m.in_contract,
    coalesce(m.target, d.target) AS target,
    coalesce(m.floor, d.floor) AS floor,
    sum(r.numerator) AS numerator,
    sum(r.denominator) AS denominator,
    max(r.denominator) AS most_at_once,
    count(r.value) AS months,
    list(r.value ORDER BY r.month) FILTER (r.value IS NOT NULL) AS values,
    max(r.source) AS source,
    max(r.month) AS last_month,
    count(r.note) FILTER (r.note <> '') AS notes,
    max(r.note) AS note
FROM warehouse.contract_measure AS m
INNER JOIN warehouse.measure AS d ON m.measure_id = d.measure_id
LEFT JOIN warehouse.measure_return AS r
    ON m.contract_id = r.contract_id
    AND m.measure_id = r.measure_id
    AND r.month >= CAST($first AS DATE)
    AND r.month <= CAST($last AS DATE)
GROUP BY ALL
ORDER BY m.contract_id, m.in_contract DESC, m.measure_id
