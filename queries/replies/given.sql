-- One row per reply to an account the audience may count, without its words; an account's earliest first.
SELECT
    r.reply_id,
    shown.story_id,
    r.commissioner_id,
    r.due_on,
    r.state,
    r.outcome,
    r.doing_by_on,
    r.answered_on,
    r.told_on,
    r.told_how,
    r.told_by,
    r.teller_verdict,
    r.verdict_on,
    r.promise_id,
    shown.may_read OR shown.may_retell AS may_open
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
ORDER BY shown.story_id, r.answered_on NULLS LAST, r.reply_id
