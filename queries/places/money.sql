-- One row per small area: people helped in a period and what was paid for them, each contract's payments shared out.
-- A home's payments go by where its people lived before; any other contract's by the hours of its packages. Shares are
-- cut to millionths of a pound, so that the sum is the same in whatever order it is made.
WITH span AS (
    SELECT CAST($first AS DATE) AS first_on, last_day(CAST($last AS DATE)) AS last_on
),
helped AS (
    SELECT
        p.contract_id,
        p.area_code,
        p.person_id,
        coalesce(p.hours_a_week, 1.0) * (date_diff(
            'day', greatest(p.started_on, s.first_on), least(coalesce(p.ended_on, s.last_on), s.last_on)
        ) + 1) AS weight
    FROM warehouse.package AS p
    CROSS JOIN span AS s
    WHERE p.started_on <= s.last_on AND coalesce(p.ended_on, s.last_on) >= s.first_on
    UNION ALL
    SELECT
        m.contract_id,
        m.area_code,
        m.person_id,
        CAST(coalesce(m.weekly_fee, 1) AS DOUBLE) * (date_diff(
            'day', greatest(m.started_on, s.first_on), least(coalesce(m.ended_on, s.last_on), s.last_on)
        ) + 1) AS weight
    FROM warehouse.placement AS m
    CROSS JOIN span AS s
    WHERE m.started_on <= s.last_on AND coalesce(m.ended_on, s.last_on) >= s.first_on
),
paid AS (
    SELECT contract_id, sum(amount) AS amount
    FROM warehouse.payment
    WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
    GROUP BY contract_id
),
shared AS (
    SELECT
        h.area_code,
        h.person_id,
        CAST(h.weight / sum(h.weight) OVER (PARTITION BY h.contract_id) * p.amount AS DECIMAL(18, 6)) AS amount
    FROM helped AS h
    LEFT JOIN paid AS p ON h.contract_id = p.contract_id
)
SELECT
    area_code,
    count(DISTINCT person_id) AS people,
    CAST(sum(amount) AS DOUBLE) AS amount
FROM shared
GROUP BY area_code
ORDER BY area_code
