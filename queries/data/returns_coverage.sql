-- One row per live contract: months with a return, of the months and contract measures that should have one.
WITH wanted AS (
    SELECT
        c.contract_id,
        c.title,
        m.measure_id,
        greatest(CAST(c.starts_on AS DATE), CAST($first AS DATE)) AS since
    FROM warehouse.contract AS c
    INNER JOIN warehouse.contract_measure AS m ON c.contract_id = m.contract_id AND m.in_contract
    WHERE c.status <> 'ended' AND c.status <> 'planned'
),

returned AS (
    SELECT contract_id, measure_id, count(*) AS months
    FROM warehouse.measure_return
    WHERE value IS NOT NULL AND month >= $first AND month <= $last
    GROUP BY contract_id, measure_id
)

SELECT
    w.contract_id,
    w.title,
    count(*) AS measures,
    CAST(sum(greatest(0, date_diff('month', date_trunc('month', w.since), CAST($last AS DATE)) + 1)) AS BIGINT) AS months_wanted,
    CAST(coalesce(sum(r.months), 0) AS BIGINT) AS months_returned
FROM wanted AS w
LEFT JOIN returned AS r ON w.contract_id = r.contract_id AND w.measure_id = r.measure_id
GROUP BY w.contract_id, w.title
ORDER BY months_returned / nullif(months_wanted, 0) NULLS FIRST, w.contract_id
