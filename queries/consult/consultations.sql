-- One row per consultation, with the contract, line and officer it names as far as they are on file; latest first.
SELECT
    n.*,
    c.title AS contract_title,
    c.service_id AS contract_service_id,
    s.service_name,
    o.name AS officer_name,
    o.post AS officer_post
FROM records.consultation AS n
LEFT JOIN warehouse.contract AS c ON n.contract_id = c.contract_id
LEFT JOIN warehouse.service AS s ON coalesce(n.service_id, c.service_id) = s.service_id
LEFT JOIN warehouse.commissioner AS o ON n.commissioner_id = o.commissioner_id
ORDER BY n.opened_on DESC, n.consultation_id
