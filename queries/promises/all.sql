-- One row per promise on record, the earliest due first.
SELECT
    promise_id,
    contract_id,
    service_id,
    commissioner_id,
    words,
    promised_on,
    due_on,
    state,
    closed_on,
    why_dropped
FROM records.promise
ORDER BY due_on, promise_id
