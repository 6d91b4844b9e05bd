-- One row: the offer that a code's hash belongs to; none where nobody was given it.
SELECT
    offer_id,
    provider_name,
    service_id,
    locality,
    offered_on,
    coalesce(outcome_state, 'received') AS outcome_state,
    outcome,
    outcome_on,
    commissioner_id
FROM records.offer
WHERE code_hash = $code_hash
ORDER BY offer_id
