-- One row per part of the city.
SELECT DISTINCT locality
FROM warehouse.area
WHERE locality IS NOT NULL
ORDER BY locality
