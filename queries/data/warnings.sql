-- One row per table and rule that makes a loaded row doubtful: how many rows are listed, and what to check.
SELECT
    table_name,
    min(column_name) AS column_name,
    rule,
    words,
    count(*) AS listed,
    min(file) AS file
FROM warehouse.row_warning
GROUP BY table_name, rule, words
ORDER BY listed DESC, table_name, rule, words
