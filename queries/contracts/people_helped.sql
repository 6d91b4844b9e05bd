-- One row per contract: months of support that people had in a period, a person and a month at a time.
-- A month counts where support ran on any day of it; an offer that was refused is not support.
WITH support AS (
    SELECT contract_id, started_on, ended_on
    FROM warehouse.package
    WHERE refused_reason IS NULL
    UNION ALL
    SELECT contract_id, started_on, ended_on
    FROM warehouse.placement
    WHERE refused_reason IS NULL AND contract_id IS NOT NULL
),

inside AS (
    SELECT
        contract_id,
        date_trunc('month', greatest(started_on, CAST($first AS DATE))) AS first_month,
        date_trunc('month', least(coalesce(ended_on, CAST($last AS DATE)), CAST($last AS DATE))) AS last_month
    FROM support
)

SELECT contract_id, CAST(sum(date_diff('month', first_month, last_month) + 1) AS BIGINT) AS person_months
FROM inside
WHERE first_month <= last_month
GROUP BY contract_id
ORDER BY contract_id
