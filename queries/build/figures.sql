-- One row per contract and figure: its value a year, what was paid and each share returned in the latest twelve months.
WITH latest AS (
    SELECT max(month) AS month FROM measure_return
),

paid AS (
    SELECT contract_id, sum(amount) AS amount
    FROM payment, (SELECT max(month) AS last_month FROM payment) AS l
    WHERE month > l.last_month - INTERVAL 12 MONTH
    GROUP BY contract_id
),

returned AS (
    SELECT r.contract_id, r.measure_id, sum(r.numerator) / nullif(sum(r.denominator), 0) AS share
    FROM measure_return AS r, latest AS l
    WHERE r.month > l.month - INTERVAL 12 MONTH
    GROUP BY r.contract_id, r.measure_id
)

SELECT 'Value a year in pounds' AS what, contract_id, CAST(annual_value AS DOUBLE) AS figure
FROM contract
WHERE annual_value IS NOT NULL
UNION ALL
SELECT 'Paid in twelve months, in pounds', contract_id, CAST(amount AS DOUBLE)
FROM paid
UNION ALL
SELECT measure_id || ', twelve months', contract_id, round(share, 4)
FROM returned
WHERE share IS NOT NULL
ORDER BY what, contract_id
