-- One row per term, of some, with the specification in full.
SELECT contract_id, specification
FROM warehouse.contract
WHERE list_contains($contract_ids, contract_id)
ORDER BY contract_id
