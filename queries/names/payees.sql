-- One row per payee as published: pounds paid with credits taken off, in how many lines, and the first and last day.
SELECT
    supplier_name,
    is_redacted,
    sum(amount) AS amount,
    count(*) AS lines,
    min(paid_on) AS first_on,
    max(paid_on) AS last_on
FROM warehouse.spend_line
GROUP BY supplier_name, is_redacted
ORDER BY amount DESC, supplier_name, is_redacted
