-- One row: the question to a provider that a code's hash opens; none where nobody was given it.
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
WHERE code_hash = $code_hash
ORDER BY right_of_reply_id
