-- One row per home and the contract under which most people live in it today.
SELECT location_id, contract_id, people
FROM (
    SELECT
        location_id,
        contract_id,
        count(*) AS people,
        row_number() OVER (PARTITION BY location_id ORDER BY count(*) DESC, contract_id) AS place
    FROM warehouse.placement
    WHERE ended_on IS NULL AND contract_id IS NOT NULL
    GROUP BY location_id, contract_id
)
WHERE place = 1
ORDER BY location_id
