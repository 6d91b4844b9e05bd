-- One row per stop of a bus line, in order, with the small area in which it stands.
SELECT
    r.route_id,
    r.route_name,
    r.stop_order,
    r.stop_name,
    r.area_code,
    r.minutes_from_start,
    a.area_name,
    a.ward_name,
    a.locality
FROM warehouse.route_stop AS r
LEFT JOIN warehouse.area AS a ON r.area_code = a.area_code
ORDER BY r.route_id, r.stop_order
