-- One row: the role of an invitation that is neither used nor over.
SELECT role
FROM records.invite
WHERE invite_hash = $invite_hash AND used_at IS NULL AND ends_at > $now
ORDER BY role
