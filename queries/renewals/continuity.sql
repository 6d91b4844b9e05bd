-- One row per contract and month: the share of visits from their three most frequent workers that one person in ten did not reach.
SELECT contract_id, month, people, top_three_share_worst_tenth
FROM warehouse.continuity_month
WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
ORDER BY contract_id, month
