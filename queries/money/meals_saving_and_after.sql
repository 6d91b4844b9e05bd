-- One row per meals contract that ended: the saving claimed for a period, and what reheated meals on home-care visits cost in it.
-- After: each month's home-care payment times the share of that month's bought minutes spent on reheated meals,
-- less the same share of the twelve months before the meals ended.
WITH ended AS (
    SELECT contract_id, coalesce(ended_on, ends_on) AS ended_on, ended_saving
    FROM warehouse.contract
    WHERE service_id = 'meals' AND status = 'ended' AND ended_saving IS NOT NULL
),

share AS (
    SELECT
        contract_id,
        month,
        sum(planned * planned_minutes) FILTER (visit_type = 'meal_reheated')
        / nullif(sum(planned * planned_minutes), 0) AS reheated
    FROM warehouse.visit_month
    GROUP BY contract_id, month
),

before_it AS (
    SELECT e.contract_id AS meals_id, s.contract_id, avg(coalesce(s.reheated, 0)) AS reheated
    FROM ended AS e
    INNER JOIN share AS s
        ON s.month <= e.ended_on AND s.month > CAST(e.ended_on AS DATE) - INTERVAL 12 MONTH
    GROUP BY e.contract_id, s.contract_id
),

after_it AS (
    SELECT
        e.contract_id AS meals_id,
        sum(p.amount * (coalesce(s.reheated, 0) - coalesce(b.reheated, 0))) AS pounds,
        count(DISTINCT p.month) AS months
    FROM ended AS e
    INNER JOIN warehouse.payment AS p
        ON p.month > e.ended_on AND p.month >= CAST($first AS DATE) AND p.month <= CAST($last AS DATE)
    INNER JOIN share AS s ON p.contract_id = s.contract_id AND p.month = s.month
    LEFT JOIN before_it AS b ON e.contract_id = b.meals_id AND p.contract_id = b.contract_id
    GROUP BY e.contract_id
)

SELECT
    e.contract_id,
    CAST(e.ended_saving * a.months / 12 AS DECIMAL(14, 2)) AS saving,
    CAST(a.pounds AS DECIMAL(14, 2)) AS pounds,
    a.months
FROM ended AS e
INNER JOIN after_it AS a ON e.contract_id = a.meals_id
ORDER BY e.contract_id
