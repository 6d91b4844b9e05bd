-- One row per provider and name it has in the register: how many places it runs, and in how many councils' areas.
SELECT
    provider_id,
    provider_name,
    count(*) AS places,
    count(DISTINCT local_authority) AS councils,
    min(local_authority) AS council
FROM warehouse.registered_location
GROUP BY provider_id, provider_name
ORDER BY provider_id, provider_name
