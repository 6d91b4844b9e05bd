-- One row per offer on record for a service line of which nobody has said yet what became of it, the latest first.
SELECT provider_name, locality, words, unit_price, places, offered_on
FROM records.offer
WHERE service_id = $service_id AND outcome IS NULL
ORDER BY offered_on DESC, offer_id
