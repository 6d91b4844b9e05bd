-- One row per small pot: its money, when it is decided, who asked for which split and which interest was declared.
SELECT
    p.pot_id,
    p.title,
    p.service_id,
    s.service_name,
    p.yearly_amount,
    p.decides_on,
    p.asked_by,
    p.interest_declared,
    string_agg(DISTINCT g.locality, ', ' ORDER BY g.locality) AS localities,
    string_agg(
        g.group_name || ' ' || CAST(round(g.requested_share * 100) AS INTEGER) || '%', ', ' ORDER BY g.group_name
    ) AS asked_split
FROM warehouse.pot AS p
INNER JOIN warehouse.service AS s ON p.service_id = s.service_id
LEFT JOIN warehouse.pot_share AS g ON p.pot_id = g.pot_id
GROUP BY ALL
ORDER BY p.pot_id
