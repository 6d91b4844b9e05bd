-- One row per contract and month.
-- A double-up has failed when two workers were planned and fewer than two came, or when both were logged electronically
-- and were there together for less than the share of the shorter log in settings.
WITH double_up AS (
    SELECT
        contract_id,
        CAST(date_trunc('month', planned_start_at) AS DATE) AS month,
        person_id,
        planned_start_at,
        count(*) FILTER (status = 'delivered') AS came,
        count(worker_id) FILTER (status = 'delivered') AS named,
        min(worker_id) FILTER (status = 'delivered') = max(worker_id) FILTER (status = 'delivered') AS one_worker,
        count(*) FILTER (
            status = 'delivered'
            AND log_method IN ('app', 'tag', 'phone')
            AND actual_start_at IS NOT NULL
            AND actual_minutes IS NOT NULL
        ) AS timed,
        min(actual_minutes) FILTER (status = 'delivered') * 60 AS shorter_seconds,
        date_diff(
            'second',
            max(actual_start_at) FILTER (status = 'delivered'),
            min(actual_start_at + to_seconds(actual_minutes * 60)) FILTER (status = 'delivered')
        ) AS together_seconds
    FROM visit
    WHERE workers_planned >= 2 AND status <> 'cancelled_by_person'
    GROUP BY ALL
),

double_up_month AS (
    SELECT
        contract_id,
        month,
        count(*) AS planned,
        count(*) FILTER (
            came < 2
            OR (came = 2 AND named = 2 AND one_worker)
            OR (came = 2 AND timed = 2 AND together_seconds < shorter_seconds * $double_up_overlap)
        ) AS failed
    FROM double_up
    GROUP BY ALL
),

visit_month_all AS (
    SELECT
        contract_id,
        CAST(date_trunc('month', planned_start_at) AS DATE) AS month,
        count(DISTINCT person_id) FILTER (status = 'delivered') AS people,
        count(DISTINCT worker_id) FILTER (status = 'delivered') AS workers,
        count(*) FILTER (status = 'delivered') AS visits,
        median(actual_minutes) FILTER (
            status = 'delivered' AND log_method IN ('app', 'tag', 'phone')
        ) AS minutes_median
    FROM visit
    GROUP BY ALL
)

SELECT
    v.contract_id,
    v.month,
    v.people,
    v.workers,
    v.visits,
    v.minutes_median,
    coalesce(d.planned, 0) AS double_up_planned,
    coalesce(d.failed, 0) AS double_up_failed
FROM visit_month_all AS v
LEFT JOIN double_up_month AS d ON v.contract_id = d.contract_id AND v.month = d.month
ORDER BY v.contract_id, v.month
