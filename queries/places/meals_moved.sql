-- One row per contract with visits to warm a meal: how many in the year before hot meals ended, and in the year after.
WITH ended AS (
    SELECT max(coalesce(ended_on, ends_on)) AS ended_on
    FROM warehouse.contract
    WHERE service_id = 'meals' AND status = 'ended'
)
SELECT
    v.contract_id,
    coalesce(sum(v.delivered) FILTER (v.month <= e.ended_on AND v.month > e.ended_on - INTERVAL 1 YEAR), 0) AS before,
    coalesce(sum(v.delivered) FILTER (v.month > e.ended_on AND v.month <= e.ended_on + INTERVAL 1 YEAR), 0) AS after
FROM warehouse.visit_month AS v
CROSS JOIN ended AS e
WHERE v.visit_type = 'meal_reheated' AND e.ended_on IS NOT NULL
GROUP BY v.contract_id
ORDER BY v.contract_id
