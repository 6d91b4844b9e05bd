-- One row per small area and location with a journey on file.
SELECT
    area_code,
    location_id,
    drive_minutes,
    bus_minutes_weekday,
    bus_minutes_sunday,
    changes,
    last_bus,
    CAST(fare AS DOUBLE) AS fare
FROM warehouse.journey
ORDER BY area_code, location_id
