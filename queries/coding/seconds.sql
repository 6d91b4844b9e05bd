-- One row per account that may be counted and that a second person has coded: the latest second coding.
SELECT
    shown.story_id,
    arg_max(c.account_id, c.coded_at) AS account_id,
    arg_max(c.themes, c.coded_at) AS themes,
    arg_max(c.valence, c.coded_at) AS valence,
    arg_max(c.severity, c.coded_at) AS severity
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.coding AS c ON shown.story_id = c.story_id AND c.as_second
GROUP BY shown.story_id
ORDER BY shown.story_id
