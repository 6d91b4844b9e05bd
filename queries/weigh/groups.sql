-- One row per account that the audience may count and group of the person told about.
SELECT
    shown.story_id,
    g.group_kind,
    g.group_value
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_group AS g ON shown.story_id = g.story_id
ORDER BY shown.story_id, g.group_kind, g.group_value
