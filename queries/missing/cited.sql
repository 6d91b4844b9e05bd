-- One row per account that the audience may count and that a decision on record cites.
SELECT DISTINCT shown.story_id
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.decision_story AS d ON shown.story_id = d.story_id
ORDER BY shown.story_id
