-- One row per account that a decision rests on and that the audience may count, with how its teller can be asked again.
-- Whoever named no way wants no answer; whoever asked for the web and has no code cannot be reached by it.
SELECT
    shown.story_id,
    shown.teller_id,
    CASE
        WHEN shown.reply_route IS NULL OR shown.reply_route = 'none' THEN 'none'
        WHEN shown.reply_route <> 'web' THEN shown.reply_route
        WHEN EXISTS (SELECT 1 FROM records.follow_code AS f WHERE f.story_id = shown.story_id) THEN 'code'
        ELSE 'no_code'
    END AS way
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.decision_story AS d ON shown.story_id = d.story_id
WHERE d.decision_id = $decision_id AND NOT coalesce(d.is_set_aside, false)
ORDER BY shown.story_id
