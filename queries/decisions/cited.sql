-- One row per account that a decision names and that the audience may count: who told it and how they want an answer.
SELECT
    d.decision_id,
    shown.story_id,
    shown.teller_id,
    coalesce(shown.reply_route, 'none') AS reply_route,
    coalesce(d.is_set_aside, false) AS is_set_aside
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.decision_story AS d ON shown.story_id = d.story_id
ORDER BY d.decision_id, shown.story_id
