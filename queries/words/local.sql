-- One row per name that is a service's, a provider's, a place's, a contract's or a part of the city's, and nobody's own.
SELECT service_name AS words
FROM warehouse.service
UNION
SELECT provider_name AS words
FROM warehouse.provider
UNION
SELECT location_name AS words
FROM warehouse.location
UNION
SELECT title AS words
FROM warehouse.contract
UNION
SELECT locality AS words
FROM warehouse.contract_area
UNION
SELECT unnest([area_name, ward_name, locality]) AS words
FROM warehouse.area
ORDER BY words
