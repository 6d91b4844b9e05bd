-- One row per financial year of published payments: lines, pounds with credits taken off, credits, names taken out.
WITH dated AS (
    SELECT
        year(paid_on - INTERVAL 3 MONTH) AS began,
        paid_on,
        amount,
        is_redacted,
        service_id
    FROM warehouse.spend_line
)

SELECT
    began || '-' || lpad(CAST((began + 1) % 100 AS VARCHAR), 2, '0') AS year,
    count(*) AS lines,
    sum(amount) AS amount,
    count(*) FILTER (amount < 0) AS credits,
    coalesce(sum(amount) FILTER (amount < 0), 0) AS credit_amount,
    count(*) FILTER (is_redacted) AS redacted,
    coalesce(sum(amount) FILTER (is_redacted), 0) AS redacted_amount,
    coalesce(sum(amount) FILTER (service_id IS NOT NULL), 0) AS on_a_line,
    min(paid_on) AS first_on,
    max(paid_on) AS last_on
FROM dated
GROUP BY began
ORDER BY began
