-- One row per contract and month.
-- A double-up has failed when two workers were planned and fewer than two came.
WITH double_up AS (
    SELECT
        contract_id,
        CAST(date_trunc('month', planned_start_at) AS DATE) AS month,
        person_id,
        planned_start_at,
        count(*) FILTER (status = 'delivered') AS came
    FROM visit
    WHERE workers_planned >= 2 AND status <> 'cancelled_by_person'
    GROUP BY ALL
),

double_up_month AS (
    SELECT contract_id, month, count(*) AS planned, count(*) FILTER (came < 2) AS failed
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
