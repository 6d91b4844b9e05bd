-- One row per contract and registered place that it may be provided from: its own first, then offices of its provider.
SELECT
    c.contract_id,
    l.location_name,
    l.kind,
    l.cqc_rating,
    l.cqc_rated_on,
    l.manager_since_on,
    CASE
        WHEN l.location_id = c.location_id THEN 1
        WHEN l.service_id = c.service_id THEN 2
        ELSE 3
    END AS nearness
FROM warehouse.contract AS c
INNER JOIN warehouse.location AS l
    ON l.location_id = c.location_id
    OR (c.location_id IS NULL AND l.provider_id = c.provider_id AND l.kind = 'office')
ORDER BY c.contract_id, nearness, l.location_name
