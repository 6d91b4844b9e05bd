-- One row per contract with home-care visits: delivered visits, and how their start was recorded.
SELECT
    v.contract_id,
    c.title,
    CAST(sum(v.planned) AS BIGINT) AS planned,
    CAST(sum(v.delivered) AS BIGINT) AS delivered,
    CAST(sum(v.logged) AS BIGINT) AS logged,
    CAST(sum(v.manual) AS BIGINT) AS manual
FROM warehouse.visit_month AS v
INNER JOIN warehouse.contract AS c ON v.contract_id = c.contract_id
WHERE v.month >= $first AND v.month <= $last
GROUP BY v.contract_id, c.title
ORDER BY v.contract_id
