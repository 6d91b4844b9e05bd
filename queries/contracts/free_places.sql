-- One row per place of a service line that has room: where it is, who runs it, how many are free and the fee.
SELECT
    l.location_id,
    l.location_name,
    p.provider_name,
    a.locality,
    l.vacancies,
    CAST(l.weekly_fee AS DOUBLE) AS weekly_fee,
    l.cqc_rating
FROM warehouse.location AS l
INNER JOIN warehouse.provider AS p ON l.provider_id = p.provider_id
LEFT JOIN warehouse.area AS a ON l.area_code = a.area_code
WHERE l.service_id = $service_id AND l.vacancies > 0
ORDER BY l.location_name, l.location_id
