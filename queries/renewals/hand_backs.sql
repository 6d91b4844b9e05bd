-- One row per contract with packages handed back from the first day of a period to the last of its last month.
SELECT
    contract_id,
    count(*) AS number,
    CAST(sum(people) AS BIGINT) AS people,
    sum(hours) AS hours
FROM warehouse.hand_back
WHERE
    handed_back_on >= CAST($first AS DATE)
    AND handed_back_on < CAST($last AS DATE) + INTERVAL 1 MONTH
GROUP BY contract_id
ORDER BY contract_id
