-- One row per contract and month, over people with enough visits in the month to judge continuity.
WITH seen AS (
    SELECT
        contract_id,
        CAST(date_trunc('month', planned_start_at) AS DATE) AS month,
        person_id,
        worker_id,
        count(*) AS visits
    FROM visit
    WHERE status = 'delivered' AND worker_id IS NOT NULL
    GROUP BY ALL
),

ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY contract_id, month, person_id ORDER BY visits DESC, worker_id) AS place
    FROM seen
),

person AS (
    SELECT
        contract_id,
        month,
        person_id,
        count(*) AS workers,
        sum(visits) FILTER (place <= 3) / sum(visits) AS top_three_share
    FROM ranked
    GROUP BY ALL
    HAVING sum(visits) >= $continuity_visits
)

SELECT
    contract_id,
    month,
    count(*) AS people,
    median(workers) AS workers_median,
    quantile_cont(workers, 0.9) AS workers_worst_tenth,
    median(top_three_share) AS top_three_share_median,
    quantile_cont(top_three_share, 0.1) AS top_three_share_worst_tenth
FROM person
GROUP BY contract_id, month
ORDER BY contract_id, month
