-- One row per person who lives in a home today: the home, where they and their main visitor come from, and the way.
SELECT
    m.location_id,
    m.area_code,
    m.family_area_code,
    CAST(m.weekly_fee AS DOUBLE) AS weekly_fee,
    m.refused_reason,
    j.drive_minutes,
    j.bus_minutes_weekday,
    j.bus_minutes_sunday,
    j.changes,
    j.last_bus,
    CAST(j.fare AS DOUBLE) AS fare,
    j.area_code IS NOT NULL AS way_known
FROM warehouse.placement AS m
LEFT JOIN warehouse.journey AS j ON m.location_id = j.location_id AND m.family_area_code = j.area_code
WHERE m.started_on <= CAST($on_day AS DATE) AND coalesce(m.ended_on, CAST($on_day AS DATE)) >= CAST($on_day AS DATE)
ORDER BY m.location_id, m.family_area_code, m.weekly_fee, m.started_on, m.person_id
