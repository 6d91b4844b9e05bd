-- One row per way of being heard that a contract's people have, or had.
SELECT voice_route_id, contract_id, kind, run_by_contract_id, started_on, ended_on, why_ended
FROM warehouse.voice_route
WHERE list_contains($contract_ids, contract_id)
ORDER BY contract_id, ended_on DESC NULLS FIRST, voice_route_id
