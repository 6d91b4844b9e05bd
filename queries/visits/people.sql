-- One row per person visited by one contract in a period, and one per worker who came; the other of the two is empty.
-- `others` are the workers somebody saw, or the people somebody visited. For people alone: visits whose worker is `known`,
-- the sum of `squares` of the visits by each worker, the three who came `most`, and the workers of the last 28 days.
WITH told AS (
    SELECT
        person_id,
        worker_id,
        planned_start_at,
        CASE WHEN log_method IN ('app', 'tag', 'phone') THEN TRUE END AS logged,
        CASE WHEN log_method = 'manual' THEN TRUE END AS manual,
        CASE
            WHEN
                log_method IN ('app', 'tag', 'phone')
                AND abs(date_diff('second', planned_start_at, actual_start_at)) <= $on_time_minutes * 60
                THEN TRUE
        END AS on_time
    FROM warehouse.visit
    WHERE
        contract_id = $contract_id
        AND planned_start_at >= CAST($first AS DATE)
        AND planned_start_at < CAST($last AS DATE) + INTERVAL 1 MONTH
        AND status = 'delivered'
),

seen AS MATERIALIZED (
    SELECT
        person_id,
        worker_id,
        count(*) AS visits,
        count(logged) AS logged,
        count(manual) AS manual,
        count(on_time) AS on_time,
        max(planned_start_at) AS last_at
    FROM told
    GROUP BY person_id, worker_id
),

person AS (
    SELECT
        person_id,
        sum(visits) AS visits,
        sum(logged) AS logged,
        sum(manual) AS manual,
        sum(on_time) AS on_time,
        count(worker_id) AS workers,
        coalesce(sum(visits) FILTER (worker_id IS NOT NULL), 0) AS known,
        coalesce(sum(visits * visits) FILTER (worker_id IS NOT NULL), 0) AS squares,
        coalesce(max(visits, 3) FILTER (worker_id IS NOT NULL), []) AS most,
        max(last_at) AS last_at
    FROM seen
    GROUP BY person_id
),

lately AS (
    SELECT s.person_id, count(*) AS workers
    FROM seen AS s
    INNER JOIN person AS p ON s.person_id = p.person_id
    WHERE s.worker_id IS NOT NULL AND s.last_at > p.last_at - INTERVAL 28 DAY
    GROUP BY s.person_id
)

SELECT
    p.person_id,
    NULL AS worker_id,
    CAST(p.visits AS BIGINT) AS visits,
    CAST(p.logged AS BIGINT) AS logged,
    CAST(p.manual AS BIGINT) AS manual,
    CAST(p.on_time AS BIGINT) AS on_time,
    p.workers AS others,
    coalesce(l.workers, 0) AS workers_28_days,
    CAST(p.known AS BIGINT) AS known,
    CAST(p.squares AS BIGINT) AS squares,
    p.most
FROM person AS p
LEFT JOIN lately AS l ON p.person_id = l.person_id

UNION ALL

SELECT
    NULL AS person_id,
    worker_id,
    CAST(sum(visits) AS BIGINT) AS visits,
    CAST(sum(logged) AS BIGINT) AS logged,
    CAST(sum(manual) AS BIGINT) AS manual,
    CAST(sum(on_time) AS BIGINT) AS on_time,
    count(*) AS others,
    NULL AS workers_28_days,
    NULL AS known,
    NULL AS squares,
    NULL AS most
FROM seen
WHERE worker_id IS NOT NULL
GROUP BY worker_id
ORDER BY person_id, worker_id
