-- One row per barrier on record: open ones first, those longest there first.
SELECT barrier_id, contract_id, group_kind, group_value, kind, since_on, owner_id, plan, cost, done_on
FROM records.barrier
ORDER BY done_on IS NOT NULL, since_on, barrier_id
