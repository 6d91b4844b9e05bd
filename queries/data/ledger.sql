-- One row per service line with money in a financial year: budget once and recurring, and what was paid in the same year.
WITH span AS (
    SELECT
        make_date(CAST(left($year, 4) AS INTEGER), 4, 1) AS first_on,
        make_date(CAST(left($year, 4) AS INTEGER) + 1, 3, 31) AS last_on
),

budgeted AS (
    SELECT
        service_id,
        sum(gross) AS gross,
        sum(net) AS net,
        coalesce(sum(gross) FILTER (recurring), 0) AS recurring_gross,
        coalesce(sum(gross) FILTER (NOT recurring), 0) AS once_gross,
        coalesce(sum(net) FILTER (recurring), 0) AS recurring_net,
        coalesce(sum(net) FILTER (NOT recurring), 0) AS once_net
    FROM warehouse.budget
    WHERE year = $year
    GROUP BY service_id
),

paid AS (
    SELECT
        c.service_id,
        sum(p.amount) AS paid,
        max(p.month) AS paid_to
    FROM warehouse.payment AS p
    INNER JOIN warehouse.contract AS c ON p.contract_id = c.contract_id
    INNER JOIN span AS y ON p.month >= y.first_on AND p.month <= y.last_on
    GROUP BY c.service_id
),

published AS (
    SELECT
        l.service_id,
        sum(l.amount) AS published
    FROM warehouse.spend_line AS l
    INNER JOIN span AS y ON l.paid_on >= y.first_on AND l.paid_on <= y.last_on
    WHERE l.service_id IS NOT NULL
    GROUP BY l.service_id
)

SELECT
    s.service_id,
    s.service_name,
    s.demand,
    b.gross,
    b.net,
    b.recurring_gross,
    b.once_gross,
    b.recurring_net,
    b.once_net,
    p.paid,
    p.paid_to,
    l.published
FROM warehouse.service AS s
LEFT JOIN budgeted AS b ON s.service_id = b.service_id
LEFT JOIN paid AS p ON s.service_id = p.service_id
LEFT JOIN published AS l ON s.service_id = l.service_id
WHERE b.gross IS NOT NULL OR p.paid IS NOT NULL OR l.published IS NOT NULL
ORDER BY b.gross DESC NULLS LAST, s.service_id
