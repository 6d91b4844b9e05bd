-- One row per contract, sort of teller and whom they told for: the latest month an account tells of that the audience may count.
SELECT
    contract_id,
    teller_role,
    on_behalf_of,
    max(coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE))) AS month
FROM story_shown($audience, $on_day)
WHERE contract_id IS NOT NULL
GROUP BY contract_id, teller_role, on_behalf_of
ORDER BY contract_id, teller_role, on_behalf_of
