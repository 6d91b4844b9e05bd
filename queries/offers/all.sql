-- One row per offer on record, the oldest first; the contact stands in a query of its own.
SELECT
    offer_id,
    provider_name,
    size,
    service_id,
    locality,
    words,
    unit_price,
    price_unit,
    places,
    offered_on,
    coalesce(outcome_state, CASE WHEN outcome IS NULL THEN 'received' ELSE 'looked_at' END) AS outcome_state,
    outcome,
    outcome_on,
    commissioner_id
FROM records.offer
ORDER BY offered_on, offer_id
