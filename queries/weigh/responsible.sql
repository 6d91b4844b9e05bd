-- One row per commissioner: who they are and when they were last out with a front-line team.
WITH asked AS (
    SELECT commissioner_id, invited_on, visited_on
    FROM warehouse.front_line_visit
    WHERE invited_on <= CAST($on_day AS DATE)
    UNION ALL
    SELECT commissioner_id, invited_on, been_on AS visited_on
    FROM records.officer_invite
    WHERE invited_on <= CAST($on_day AS DATE)
)

SELECT
    c.commissioner_id,
    c.name,
    c.post,
    c.phone,
    c.email,
    c.background,
    c.may_decide,
    c.deputy_id,
    c.reply_working_days,
    max(a.visited_on) AS last_out_on,
    count(a.invited_on) AS invited
FROM warehouse.commissioner AS c
LEFT JOIN asked AS a ON c.commissioner_id = a.commissioner_id
GROUP BY ALL
ORDER BY c.commissioner_id
