-- One row per place that a provider runs and that lies in an area or has coordinates.
SELECT
    l.location_id,
    l.location_name,
    l.service_id,
    l.kind,
    l.area_code,
    a.area_name,
    a.locality,
    l.beds,
    l.vacancies,
    CAST(l.weekly_fee AS DOUBLE) AS weekly_fee,
    l.cqc_rating,
    l.cqc_rated_on,
    l.manager_since_on,
    coalesce(l.lon, a.lon) AS lon,
    coalesce(l.lat, a.lat) AS lat
FROM warehouse.location AS l
LEFT JOIN warehouse.area AS a ON l.area_code = a.area_code
WHERE coalesce(l.lon, a.lon) IS NOT NULL
ORDER BY l.location_id
