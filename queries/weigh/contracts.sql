-- One row per term of a contract, with who provides it, where and who is responsible; newest first within a chain.
SELECT
    c.contract_id,
    c.title,
    c.service_id,
    s.service_name,
    s.unit,
    c.provider_id,
    p.provider_name,
    c.location_id,
    l.location_name,
    l.kind AS location_kind,
    l.cqc_rating,
    l.cqc_rated_on,
    l.beds,
    l.vacancies,
    c.commissioner_id,
    c.kind,
    c.starts_on,
    c.ends_on,
    c.ended_on,
    c.extension_months,
    c.notice_months,
    c.annual_value,
    c.unit_price,
    c.price_basis,
    c.units_per_year,
    c.predecessor_id,
    c.signed_by,
    c.ended_saving,
    c.status,
    (
        SELECT string_agg(a.locality, ', ' ORDER BY a.locality)
        FROM warehouse.contract_area AS a
        WHERE a.contract_id = c.contract_id
    ) AS localities
FROM warehouse.contract AS c
INNER JOIN warehouse.service AS s ON c.service_id = s.service_id
INNER JOIN warehouse.provider AS p ON c.provider_id = p.provider_id
LEFT JOIN warehouse.location AS l ON c.location_id = l.location_id
ORDER BY c.contract_id, c.starts_on DESC
