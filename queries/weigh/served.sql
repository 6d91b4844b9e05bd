-- One row per contract and group of people served in the latest year on file.
SELECT contract_id, year, group_kind, group_value, people
FROM warehouse.people_served
WHERE year = (SELECT max(year) FROM warehouse.people_served)
ORDER BY contract_id, group_kind, group_value
