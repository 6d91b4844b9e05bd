-- One row per piece of outreach on record: planned ones first, the earliest due first.
SELECT outreach_id, contract_id, group_kind, group_value, route, accounts, cost, owner_id, planned_on, due_on, state, closed_on
FROM records.outreach
ORDER BY state <> 'planned', due_on, outreach_id
