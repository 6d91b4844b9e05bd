-- One row per service line or contract that somebody may speak of: those that run on a day, and what has ended since.
SELECT
    s.service_id,
    s.service_name,
    c.contract_id,
    c.title,
    c.status = 'ended' AS is_gone
FROM warehouse.service AS s
LEFT JOIN warehouse.contract AS c
    ON
        s.service_id = c.service_id
        AND c.starts_on <= $on_day
        AND NOT EXISTS (
            SELECT 1
            FROM warehouse.contract AS later
            WHERE later.predecessor_id = c.contract_id
        )
ORDER BY s.service_name, is_gone, c.title, c.contract_id
