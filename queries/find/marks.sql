-- One row per account whose words the audience may search, with a mark that changes whenever its words do.
SELECT
    shown.story_id,
    hash(shown.story_id, w.sealed, shown.event_month, shown.received_on, shown.language) AS mark,
    CAST(year(coalesce(shown.event_month, shown.received_on)) * 12 AS INTEGER)
    + CAST(month(coalesce(shown.event_month, shown.received_on)) AS INTEGER) AS months,
    coalesce(shown.language, 'English') = 'English' AS is_english
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_words AS w ON shown.story_id = w.story_id
WHERE shown.may_read AND w.part = 'shown'
ORDER BY mark
