-- One row per worker who went from one logged visit of a contract to another in a period: how often, how often too soon.
-- In a row: the second began after the first and within four hours of its end, at somebody else's home. A straight line
-- between the middles of two small areas is no journey: it is shorter than any, so that few are named without cause.
-- 111,195 metres are a degree of latitude on a globe of 6,371 km; a degree of longitude shrinks with its cosine.
WITH logged AS (
    SELECT
        worker_id,
        person_id,
        area_code,
        epoch_ms(actual_start_at) // 1000 AS began,
        CAST(actual_minutes * 60 AS INTEGER) AS stayed,
        -- One number sorts faster than two columns: the second it began, and of logs of one second any fixed order.
        (epoch_ms(actual_start_at) // 1000) * 4294967296 + CAST(hash(person_id) % 4294967296 AS BIGINT) AS place
    FROM warehouse.visit
    WHERE
        contract_id = $contract_id
        AND planned_start_at >= CAST($first AS DATE)
        AND planned_start_at < CAST($last AS DATE) + INTERVAL 1 MONTH
        AND status = 'delivered'
        AND log_method IN ('app', 'tag', 'phone')
        AND worker_id IS NOT NULL
        AND actual_start_at IS NOT NULL
        AND actual_minutes IS NOT NULL
),

one_by_one AS (
    SELECT
        worker_id,
        person_id,
        area_code,
        lag(person_id) OVER round AS person_before,
        lag(area_code) OVER round AS area_before,
        began - lag(began + stayed) OVER round AS gap
    FROM logged
    WINDOW round AS (PARTITION BY worker_id ORDER BY place)
),

placed AS (
    SELECT
        r.worker_id,
        r.gap,
        CASE
            WHEN r.area_code = r.area_before THEN $change_over_minutes * 60
            ELSE 3600 / $travel_kmh * 111.195 * sqrt(
                pow(here.lat - there.lat, 2)
                + pow((here.lon - there.lon) * cos(radians((here.lat + there.lat) / 2)), 2)
            )
        END AS needed
    FROM one_by_one AS r
    LEFT JOIN warehouse.area AS here ON r.area_code = here.area_code
    LEFT JOIN warehouse.area AS there ON r.area_before = there.area_code
    WHERE r.person_id <> r.person_before AND r.gap < 4 * 3600
)

SELECT
    worker_id,
    count(*) AS pairs,
    count(*) FILTER (gap < 0) AS overlapping,
    count(*) FILTER (gap >= 0 AND needed IS NOT NULL) AS placed,
    count(*) FILTER (gap >= 0 AND gap < needed) AS clipped
FROM placed
GROUP BY worker_id
ORDER BY worker_id
