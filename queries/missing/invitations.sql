-- One row per contract, group and way of asking, in the latest year on file: people asked and people who answered.
SELECT contract_id, group_kind, group_value, channel, asked, answered
FROM warehouse.invitation
WHERE year = (SELECT max(year) FROM warehouse.invitation)
ORDER BY contract_id, channel, group_kind, group_value
