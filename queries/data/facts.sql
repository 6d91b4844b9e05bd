-- One row per fact about the build that made the warehouse.
SELECT name, value
FROM warehouse.build_fact
ORDER BY name
