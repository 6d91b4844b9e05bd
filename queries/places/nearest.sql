-- One row per small area and kind of place: minutes to the nearest with a journey on file, and to the nearest free one.
SELECT
    j.area_code,
    l.kind,
    min(j.bus_minutes_sunday) AS sunday,
    min(j.bus_minutes_weekday) AS weekday,
    min(j.drive_minutes) AS drive,
    min(j.bus_minutes_sunday) FILTER (l.vacancies > 0) AS sunday_free,
    min(j.bus_minutes_weekday) FILTER (l.vacancies > 0) AS weekday_free
FROM warehouse.journey AS j
INNER JOIN warehouse.location AS l ON j.location_id = l.location_id
GROUP BY j.area_code, l.kind
ORDER BY j.area_code, l.kind
