-- One row per column of a table that a file brought: how many rows there are and how many have a value, the emptiest first.
SELECT
    table_name,
    column_name,
    rows,
    filled,
    filled / nullif(rows, 0) AS share
FROM warehouse.field_coverage
ORDER BY share, table_name, column_name
