-- One row per reply with an outcome to an account that the audience may count, with the service it is about; no words.
SELECT
    r.reply_id,
    shown.service_id,
    shown.contract_id,
    r.commissioner_id,
    r.state,
    r.outcome,
    r.doing_by_on,
    r.answered_on
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
WHERE r.outcome IS NOT NULL
ORDER BY shown.service_id, r.answered_on, r.reply_id
