-- One row per contract and month, over people with enough visits in the month to judge continuity.
-- Continuity is the index of Bice and Boxerman: (sum of squares - n) / (n (n - 1)) over one person's n visits, the squares
-- being those of the visits by each worker. Punctual people are those with enough electronic logs; only these count.
WITH seen AS (
    SELECT
        contract_id,
        CAST(date_trunc('month', planned_start_at) AS DATE) AS month,
        person_id,
        worker_id,
        count(*) AS visits,
        count(*) FILTER (log_method IN ('app', 'tag', 'phone')) AS logged,
        count(*) FILTER (
            log_method IN ('app', 'tag', 'phone')
            AND abs(date_diff('second', planned_start_at, actual_start_at)) <= $on_time_minutes * 60
        ) AS on_time
    FROM visit
    WHERE status = 'delivered'
    GROUP BY ALL
),

person AS (
    SELECT
        contract_id,
        month,
        person_id,
        count(worker_id) AS workers,
        coalesce(sum(visits) FILTER (worker_id IS NOT NULL), 0) AS visits,
        sum(visits * visits) FILTER (worker_id IS NOT NULL) AS squares,
        list_sum(max(visits, 3) FILTER (worker_id IS NOT NULL)) AS top_three,
        sum(logged) AS logged,
        sum(on_time) AS on_time
    FROM seen
    GROUP BY ALL
),

judged AS (
    SELECT
        contract_id,
        month,
        visits >= $continuity_visits AS enough,
        logged >= $continuity_visits AS enough_logged,
        workers,
        top_three / visits AS top_three_share,
        (squares - visits) / nullif(visits * (visits - 1), 0) AS bice_boxerman,
        on_time / logged AS on_time_share
    FROM person
)

SELECT
    contract_id,
    month,
    count(*) FILTER (enough) AS people,
    median(workers) FILTER (enough) AS workers_median,
    quantile_cont(workers, 0.9) FILTER (enough) AS workers_worst_tenth,
    median(top_three_share) FILTER (enough) AS top_three_share_median,
    quantile_cont(top_three_share, 0.1) FILTER (enough) AS top_three_share_worst_tenth,
    median(bice_boxerman) FILTER (enough) AS bice_boxerman_median,
    quantile_cont(bice_boxerman, 0.1) FILTER (enough) AS bice_boxerman_worst_tenth,
    count(*) FILTER (enough_logged) AS punctual_people,
    median(on_time_share) FILTER (enough_logged) AS on_time_share_median,
    quantile_cont(on_time_share, 0.1) FILTER (enough_logged) AS on_time_share_worst_tenth
FROM judged
WHERE enough OR enough_logged
GROUP BY contract_id, month
ORDER BY contract_id, month
