-- One row: accounts cleared for the audience, and accounts withdrawn, after a moment.
SELECT
    (
        SELECT count(*)
        FROM story_shown($audience, $on_day) AS shown
        INNER JOIN records.story AS s ON shown.story_id = s.story_id
        WHERE s.triaged_at > CAST($since AS TIMESTAMP)
    ) AS accounts,
    (SELECT count(*) FROM records.story WHERE withdrawn_at > CAST($since AS TIMESTAMP)) AS withdrawn
ORDER BY accounts
