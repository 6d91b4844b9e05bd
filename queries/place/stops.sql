-- One row: bus stops in use and not, and how many stand in a small area that is known.
SELECT
    count(*) AS stops,
    count(*) FILTER (is_active) AS active,
    count(*) FILTER (is_active AND area_code IS NOT NULL) AS in_an_area
FROM warehouse.stop
ORDER BY stops
