-- One row per promise on record about one contract, the earliest due first.
SELECT words, promised_on, due_on, state, closed_on
FROM records.promise
WHERE contract_id = $contract_id
ORDER BY due_on, promise_id
