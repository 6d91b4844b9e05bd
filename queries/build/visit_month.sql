-- One row per contract, small area, month, visit type and minutes bought.
-- Manual logs stand in a bucket of their own: they count as delivered, never as on time.
SELECT
    contract_id,
    area_code,
    CAST(date_trunc('month', planned_start_at) AS DATE) AS month,
    visit_type,
    planned_minutes,
    count(*) FILTER (status <> 'cancelled_by_person') AS planned,
    count(*) FILTER (status = 'delivered') AS delivered,
    count(*) FILTER (status = 'missed') AS missed,
    count(*) FILTER (status = 'delivered' AND log_method IN ('app', 'tag', 'phone')) AS logged,
    count(*) FILTER (status = 'delivered' AND log_method = 'manual') AS manual,
    count(*) FILTER (
        status = 'delivered'
        AND log_method IN ('app', 'tag', 'phone')
        AND abs(date_diff('second', planned_start_at, actual_start_at)) <= $on_time_minutes * 60
    ) AS on_time,
    count(*) FILTER (
        status = 'delivered' AND log_method IN ('app', 'tag', 'phone') AND actual_minutes IS NOT NULL
    ) AS timed,
    count(*) FILTER (
        status = 'delivered'
        AND log_method IN ('app', 'tag', 'phone')
        AND actual_minutes >= planned_minutes * $long_enough_share
    ) AS long_enough,
    count(*) FILTER (
        status = 'delivered' AND log_method IN ('app', 'tag', 'phone') AND actual_minutes <= $short_minutes
    ) AS short_stays,
    count(*) FILTER (
        status = 'delivered' AND log_method IN ('app', 'tag', 'phone') AND actual_minutes >= 30
    ) AS at_least_30,
    coalesce(sum(planned_minutes) FILTER (
        status = 'delivered' AND log_method IN ('app', 'tag', 'phone') AND actual_minutes IS NOT NULL
    ), 0) AS minutes_bought,
    coalesce(sum(least(actual_minutes, planned_minutes)) FILTER (
        status = 'delivered' AND log_method IN ('app', 'tag', 'phone') AND actual_minutes IS NOT NULL
    ), 0) AS minutes_delivered
FROM visit
GROUP BY ALL
ORDER BY contract_id, area_code, month, visit_type, planned_minutes
