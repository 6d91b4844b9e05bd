-- One row: how many contracts are loaded, whether they run or not.
SELECT count(*) AS contracts
FROM warehouse.contract
ORDER BY contracts
