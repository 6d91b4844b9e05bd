-- One row per column that points to another table: how many rows name something, and how many of them found it.
SELECT
    table_name,
    column_name,
    target_table,
    given,
    joined,
    joined / nullif(given, 0) AS share
FROM warehouse.join_coverage
ORDER BY share NULLS LAST, table_name, column_name
