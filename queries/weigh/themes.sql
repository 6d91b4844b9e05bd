-- One row per account that the audience may count and theme that a person gave or confirmed.
SELECT DISTINCT
    shown.story_id,
    t.theme_id
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_theme AS t ON shown.story_id = t.story_id
WHERE t.accepted
ORDER BY shown.story_id, t.theme_id
