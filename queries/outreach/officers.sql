-- One row per named officer.
SELECT commissioner_id, name, post
FROM warehouse.commissioner
ORDER BY name, commissioner_id
