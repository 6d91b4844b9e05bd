-- One row per outline that is drawn as a line over the small areas, such as a council's (GeoJSON).
SELECT outline_code, boundary
FROM warehouse.outline
ORDER BY outline_code
