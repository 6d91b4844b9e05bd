-- One row per account whose teller was asked again and that the audience may count, with the answer that stands.
WITH answers AS (
    SELECT
        wave_id,
        story_id,
        arg_max(said, version) AS said,
        arg_max(way, version) AS answered_by,
        arg_max(answered_on, version) AS answered_on
    FROM records.asking_answer
    GROUP BY wave_id, story_id
)
SELECT
    w.wave_id,
    shown.story_id,
    shown.teller_id,
    shown.teller_role,
    shown.locality,
    coalesce(shown.event_month, CAST(date_trunc('month', shown.received_on) AS DATE)) AS month,
    shown.channel,
    shown.is_panel,
    shown.source,
    w.way,
    a.said,
    a.answered_by,
    a.answered_on
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.asking_story AS w ON shown.story_id = w.story_id
LEFT JOIN answers AS a ON w.wave_id = a.wave_id AND w.story_id = a.story_id
ORDER BY w.wave_id, shown.story_id
