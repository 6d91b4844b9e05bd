-- One row per theme that the machine suggested and a person then took or left, among accounts that may be counted.
SELECT
    t.theme_id,
    count(*) AS looked_at,
    count(*) FILTER (t.accepted) AS taken
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_theme AS t ON shown.story_id = t.story_id AND t.source = 'suggested'
WHERE t.accepted IS NOT NULL
GROUP BY t.theme_id
ORDER BY t.theme_id
