-- One row per site where provision could be opened, with its place.
SELECT
    s.site_id,
    s.site_name,
    s.kind,
    s.area_code,
    a.area_name,
    a.locality,
    s.places,
    CAST(s.yearly_cost AS DOUBLE) AS yearly_cost,
    a.lon,
    a.lat
FROM warehouse.candidate_site AS s
INNER JOIN warehouse.area AS a ON s.area_code = a.area_code
ORDER BY s.site_id
