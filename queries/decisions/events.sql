-- One row per entry in the register of decisions, in the order of the chain.
SELECT
    sequence,
    decision_id,
    happened_at,
    account_id,
    body,
    chain
FROM records.decision_event
ORDER BY sequence
