-- One row: how far one account has come, for the teller who holds its code; none where it is gone.
-- An answer counts once its teller was told; of several the one written last stands. A note that says "me too" to a
-- concern is answered by the answer to any note of that concern.
WITH together AS (
    SELECT DISTINCT other.story_id
    FROM records.shortfall_noted AS mine
    INNER JOIN records.shortfall_noted AS other
        ON coalesce(mine.joins_id, mine.shortfall_id) = coalesce(other.joins_id, other.shortfall_id)
    WHERE mine.story_id = $story_id AND other.story_id <> $story_id
),
answered AS (
    SELECT r.story_id
    FROM records.reply AS r
    WHERE r.story_id = $story_id AND r.state IN ('answered', 'decided', 'changed') AND r.told_on IS NOT NULL
),
reply AS (
    SELECT r.*, true AS is_own
    FROM records.reply AS r
    WHERE r.story_id = $story_id
    UNION ALL
    SELECT r.*, false AS is_own
    FROM records.reply AS r
    INNER JOIN together AS t ON r.story_id = t.story_id
    WHERE r.state IN ('answered', 'decided', 'changed') AND r.told_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM answered)
)
SELECT
    s.received_on,
    s.consent_level,
    s.consent_until_on,
    s.withdrawn_at,
    s.triage_state,
    s.reply_route,
    s.teller_id,
    s.teller_role,
    s.service_id,
    s.contract_id,
    s.locality,
    (SELECT min(t.happened_at) FROM records.triage_event AS t WHERE t.story_id = s.story_id) AS read_at,
    s.triaged_at,
    r.reply_id,
    r.state AS reply_state,
    r.outcome,
    r.due_on,
    r.doing_by_on,
    r.told_on,
    r.teller_verdict,
    coalesce(r.is_own, false) AS is_own
FROM records.story AS s
LEFT JOIN reply AS r ON true
WHERE s.story_id = $story_id
ORDER BY r.told_on IS NULL, r.is_own DESC NULLS LAST, r.answered_on DESC NULLS LAST, r.due_on DESC NULLS LAST
LIMIT 1
