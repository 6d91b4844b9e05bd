-- One row per service line: this year's budget, gross and net, recurring and once.
SELECT
    s.service_id,
    s.service_name,
    s.demand,
    sum(b.gross) AS gross,
    sum(b.net) AS net,
    coalesce(sum(b.gross) FILTER (b.recurring), 0) AS recurring_gross
FROM warehouse.budget AS b
INNER JOIN warehouse.service AS s ON b.service_id = s.service_id
WHERE b.year = $year
GROUP BY s.service_id, s.service_name, s.demand
ORDER BY gross DESC, s.service_id
