-- One row per month with visits of one contract in a period: double-ups, and the middle and the worst tenth of its people.
SELECT
    v.month,
    v.visits,
    v.people AS people_visited,
    v.double_up_planned,
    v.double_up_failed,
    coalesce(c.people, 0) AS people,
    c.workers_median,
    c.workers_worst_tenth,
    c.top_three_share_median,
    c.top_three_share_worst_tenth,
    c.bice_boxerman_median,
    c.bice_boxerman_worst_tenth,
    coalesce(c.punctual_people, 0) AS punctual_people,
    c.on_time_share_median,
    c.on_time_share_worst_tenth
FROM warehouse.visit_contract_month AS v
LEFT JOIN warehouse.continuity_month AS c ON v.contract_id = c.contract_id AND v.month = c.month
WHERE
    v.contract_id = $contract_id
    AND v.month >= CAST($first AS DATE)
    AND v.month <= CAST($last AS DATE)
ORDER BY v.month
