-- One row per line of "you said, we did" that stands before the public on a day.
SELECT
    we_did_id,
    service_id,
    contract_id,
    locality,
    you_said,
    we_did,
    easy_read,
    state,
    due_on,
    commissioner_id,
    published_on
FROM records.we_did
WHERE published_on <= CAST($on_day AS DATE) AND taken_down_on IS NULL
ORDER BY service_id, we_did_id
