-- One row per ward and the locality it lies in.
SELECT DISTINCT
    ward_code,
    locality
FROM warehouse.area
WHERE ward_code IS NOT NULL AND locality IS NOT NULL
ORDER BY locality, ward_code
