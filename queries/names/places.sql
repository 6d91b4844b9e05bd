-- One row per registered provider and name of a place that it runs.
SELECT DISTINCT provider_id, location_name
FROM warehouse.registered_location
ORDER BY provider_id, location_name
