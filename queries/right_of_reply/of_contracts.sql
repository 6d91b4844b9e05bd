-- One row per question put to the provider of one of some contracts, the latest first, with what it answered.
SELECT
    right_of_reply_id,
    contract_id,
    finding,
    asked_on,
    due_on,
    asked_by,
    answered_on,
    answered_by,
    words,
    added_on,
    added_words
FROM records.right_of_reply
WHERE list_contains($contract_ids, contract_id)
ORDER BY asked_on DESC, right_of_reply_id
