-- One row: the account that a code's hash belongs to; none where nobody was given it.
SELECT story_id
FROM records.follow_code
WHERE code_hash = $code_hash
ORDER BY story_id
