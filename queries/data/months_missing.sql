-- One row per table and month without any row between the table's first and last month.
SELECT table_name, month
FROM warehouse.month_missing
ORDER BY table_name, month
