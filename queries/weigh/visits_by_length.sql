-- One row per length bought: visits of some contracts in a period, and how long people stayed.
SELECT
    planned_minutes,
    CAST(sum(delivered) AS BIGINT) AS delivered,
    CAST(sum(timed) AS BIGINT) AS timed,
    CAST(sum(short_stays) AS BIGINT) AS short_stays,
    CAST(sum(long_enough) AS BIGINT) AS long_enough,
    sum(minutes_bought) AS minutes_bought,
    sum(minutes_delivered) AS minutes_delivered
FROM warehouse.visit_month
WHERE
    list_contains($contract_ids, contract_id)
    AND month >= CAST($first AS DATE)
    AND month <= CAST($last AS DATE)
GROUP BY planned_minutes
ORDER BY planned_minutes
