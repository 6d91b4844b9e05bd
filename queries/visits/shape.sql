-- One row per hour of the planned start, minutes bought and whole minutes stayed (rounded up), of one contract in a period.
-- Manual logs and logs without a length have no minutes stayed: they are never on time, late or short here.
WITH fine AS (
    SELECT
        hour(planned_start_at) AS hour_planned,
        planned_minutes,
        CAST(ceil(actual_minutes) AS INTEGER) AS minutes,
        status,
        log_method,
        date_diff('second', planned_start_at, actual_start_at) > $late_minutes * 60 AS late,
        abs(date_diff('second', planned_start_at, actual_start_at)) <= $on_time_minutes * 60 AS on_time,
        count(*) AS visits
    FROM warehouse.visit
    WHERE
        contract_id = $contract_id
        AND planned_start_at >= CAST($first AS DATE)
        AND planned_start_at < CAST($last AS DATE) + INTERVAL 1 MONTH
    GROUP BY ALL
),

told AS (
    SELECT
        *,
        status = 'delivered' AS delivered,
        status = 'delivered' AND log_method IN ('app', 'tag', 'phone') AS logged
    FROM fine
)

SELECT
    hour_planned,
    planned_minutes,
    CASE WHEN logged THEN minutes END AS minutes_stayed,
    CAST(coalesce(sum(visits) FILTER (status <> 'cancelled_by_person'), 0) AS BIGINT) AS planned,
    CAST(coalesce(sum(visits) FILTER (delivered), 0) AS BIGINT) AS delivered,
    CAST(coalesce(sum(visits) FILTER (status = 'missed'), 0) AS BIGINT) AS missed,
    CAST(coalesce(sum(visits) FILTER (logged), 0) AS BIGINT) AS logged,
    CAST(coalesce(sum(visits) FILTER (delivered AND log_method = 'manual'), 0) AS BIGINT) AS manual,
    CAST(coalesce(sum(visits) FILTER (logged AND on_time), 0) AS BIGINT) AS on_time,
    CAST(coalesce(sum(visits) FILTER (logged AND late), 0) AS BIGINT) AS late
FROM told
GROUP BY hour_planned, planned_minutes, minutes_stayed
ORDER BY hour_planned, planned_minutes, minutes_stayed
