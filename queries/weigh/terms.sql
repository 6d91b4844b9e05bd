-- One row per clause that people feel, of some contracts.
SELECT contract_id, clause, value
FROM warehouse.contract_term
WHERE list_contains($contract_ids, contract_id)
ORDER BY contract_id, clause
