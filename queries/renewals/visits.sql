-- One row per contract with visits in a period: planned, delivered, entered by hand, personal care of a quarter of an hour, minutes.
SELECT
    contract_id,
    CAST(sum(planned) AS BIGINT) AS planned,
    CAST(sum(delivered) AS BIGINT) AS delivered,
    CAST(sum(manual) AS BIGINT) AS manual,
    CAST(coalesce(
        sum(planned) FILTER (visit_type = 'personal_care' AND planned_minutes <= 15), 0
    ) AS BIGINT) AS short_personal_care,
    sum(minutes_bought) AS minutes_bought,
    sum(minutes_delivered) AS minutes_delivered
FROM warehouse.visit_month
WHERE month >= CAST($first AS DATE) AND month <= CAST($last AS DATE)
GROUP BY contract_id
ORDER BY contract_id
