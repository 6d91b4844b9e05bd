-- One row per commissioner: who they are and when they were last out with a front-line team.
SELECT
    c.commissioner_id,
    c.name,
    c.post,
    c.phone,
    c.email,
    c.background,
    c.may_decide,
    c.reply_working_days,
    max(v.visited_on) AS last_out_on,
    count(v.invited_on) AS invited
FROM warehouse.commissioner AS c
LEFT JOIN warehouse.front_line_visit AS v
    ON c.commissioner_id = v.commissioner_id AND v.invited_on <= CAST($on_day AS DATE)
GROUP BY ALL
ORDER BY c.commissioner_id
