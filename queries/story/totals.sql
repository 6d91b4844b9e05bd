-- One row: how many accounts and tellers the audience may count, and for how many it may read the words.
SELECT
    count(*) AS accounts,
    count(DISTINCT teller_id) AS tellers,
    count(*) FILTER (teller_id IS NULL) AS unlinked,
    count(*) FILTER (may_read) AS readable,
    min(event_month) AS first_month,
    max(event_month) AS last_month
FROM story_shown($audience, $on_day)
ORDER BY accounts
