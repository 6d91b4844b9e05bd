-- One row per offer on record for a service line that is still open (not taken up, not turned down), the latest first.
SELECT provider_name, locality, words, unit_price, price_unit, places, offered_on
FROM records.offer
WHERE
    service_id = $service_id
    AND coalesce(outcome_state, CASE WHEN outcome IS NULL THEN 'received' ELSE 'used' END) NOT IN ('used', 'not_used')
ORDER BY offered_on DESC, offer_id
