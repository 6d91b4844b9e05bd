-- One row per account with a reply on record, and whether its teller was told an answer that they do not deny.
SELECT
    shown.story_id,
    bool_or(r.told_on IS NOT NULL AND coalesce(r.teller_verdict, '') <> 'not_answered') AS is_answered
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
GROUP BY shown.story_id
ORDER BY shown.story_id
