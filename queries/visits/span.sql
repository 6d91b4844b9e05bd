-- One row: the first and the last month in which one contract had visits, both empty where it has none.
SELECT min(month) AS first_month, max(month) AS last_month
FROM warehouse.visit_contract_month
WHERE contract_id = $contract_id
ORDER BY first_month
