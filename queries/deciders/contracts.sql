-- One row per contract that runs, with the line it belongs to and the officer whom the register names.
SELECT
    c.contract_id,
    c.title,
    s.service_name,
    p.provider_name,
    c.commissioner_id
FROM warehouse.contract AS c
INNER JOIN warehouse.service AS s ON c.service_id = s.service_id
INNER JOIN warehouse.provider AS p ON c.provider_id = p.provider_id
WHERE c.status NOT IN ('ended', 'planned') AND c.starts_on <= CAST($on_day AS DATE)
ORDER BY s.service_name, c.title, c.contract_id
