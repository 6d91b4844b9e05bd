-- One row: who answers for a contract by the register; none where it is not there.
SELECT commissioner_id
FROM warehouse.contract
WHERE contract_id = $contract_id
ORDER BY commissioner_id
