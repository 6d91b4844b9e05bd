-- One row per measure that a contract itself asks for, with the target and the floor that hold for it.
SELECT
    m.contract_id,
    m.measure_id,
    d.measure_name,
    d.unit,
    coalesce(m.target, d.target) AS target,
    coalesce(m.floor, d.floor) AS floor
FROM warehouse.contract_measure AS m
INNER JOIN warehouse.measure AS d ON m.measure_id = d.measure_id
WHERE m.in_contract
ORDER BY m.contract_id, m.measure_id
