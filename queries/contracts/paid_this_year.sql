-- One row per contract paid in a financial year: how much so far, up to when, and what its latest three months came to.
WITH paid AS (
    SELECT contract_id, month, amount, row_number() OVER (PARTITION BY contract_id ORDER BY month DESC) AS back
    FROM warehouse.payment
    WHERE
        month >= make_date(CAST(left($year, 4) AS INTEGER), 4, 1)
        AND month <= make_date(CAST(left($year, 4) AS INTEGER) + 1, 3, 1)
        AND month <= CAST($on_day AS DATE)
)

SELECT
    contract_id,
    sum(amount) AS paid,
    max(month) AS paid_to,
    avg(amount) FILTER (back <= 3) AS a_month
FROM paid
GROUP BY contract_id
ORDER BY contract_id
