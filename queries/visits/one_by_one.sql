-- One row per visit to one person, or by one worker, under one contract in a period: the last ones first, so many at most.
SELECT
    v.planned_start_at,
    v.planned_minutes,
    v.actual_start_at,
    v.actual_start_at + to_seconds(v.actual_minutes * 60) AS actual_end_at,
    v.actual_minutes,
    v.person_id,
    v.worker_id,
    coalesce(a.locality, 'not known') AS locality,
    v.visit_type,
    v.workers_planned,
    v.log_method,
    v.status
FROM warehouse.visit AS v
LEFT JOIN warehouse.area AS a ON v.area_code = a.area_code
WHERE
    v.contract_id = $contract_id
    AND v.planned_start_at >= CAST($first AS DATE)
    AND v.planned_start_at < CAST($last AS DATE) + INTERVAL 1 MONTH
    AND (v.person_id = $person_id OR v.worker_id = $worker_id)
ORDER BY v.planned_start_at DESC, v.person_id, v.worker_number
LIMIT $most
