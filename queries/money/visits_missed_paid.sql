-- One row per home-care contract: pounds paid in a period for visits to which nobody came.
-- Payments times the share of planned minutes in call monitoring that were missed, month by month.
WITH missed AS (
    SELECT
        contract_id,
        month,
        sum(missed * planned_minutes) / nullif(sum(planned * planned_minutes), 0) AS share,
        sum(missed) AS visits
    FROM warehouse.visit_month
    WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
    GROUP BY contract_id, month
)

SELECT
    p.contract_id,
    CAST(sum(round(p.amount * m.share, 2)) AS DECIMAL(14, 2)) AS pounds,
    CAST(sum(m.visits) AS BIGINT) AS units,
    count(*) AS months
FROM warehouse.payment AS p
INNER JOIN missed AS m ON p.contract_id = m.contract_id AND p.month = m.month
WHERE m.share > 0
GROUP BY p.contract_id
ORDER BY p.contract_id
