-- One row per line, account that the audience may count and reply of the line that answers it.
SELECT
    w.we_did_id,
    r.reply_id,
    shown.story_id,
    shown.teller_id,
    r.teller_verdict
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
INNER JOIN records.we_did_reply AS w ON r.reply_id = w.reply_id
ORDER BY w.we_did_id, shown.story_id, r.reply_id
