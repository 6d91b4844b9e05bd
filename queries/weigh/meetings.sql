-- One row per meeting of the body that decides, from a day on.
SELECT body, meets_on, papers_due_on, forward_plan_by
FROM warehouse.meeting
WHERE body = $body AND meets_on >= CAST($on_day AS DATE)
ORDER BY meets_on
