-- One row per line of "you said, we did": drafts, what stands before the public, and what was taken down.
SELECT
    we_did_id,
    service_id,
    contract_id,
    locality,
    theme_id,
    you_said,
    we_did,
    easy_read,
    state,
    due_on,
    commissioner_id,
    promise_id,
    written_on,
    published_on,
    taken_down_on
FROM records.we_did
ORDER BY service_id, we_did_id
