-- One row per small pot: what it is, when it is decided, who asked for the split now requested.
SELECT
    p.pot_id,
    p.title,
    p.service_id,
    s.service_name,
    p.yearly_amount,
    p.cost_per_place,
    p.decides_on,
    p.asked_by,
    p.interest_declared
FROM warehouse.pot AS p
INNER JOIN warehouse.service AS s ON p.service_id = s.service_id
ORDER BY p.decides_on NULLS LAST, p.pot_id
