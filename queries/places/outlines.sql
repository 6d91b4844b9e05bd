-- One row per small area that has an outline (GeoJSON).
SELECT area_code, boundary
FROM warehouse.area
WHERE boundary IS NOT NULL
ORDER BY area_code
