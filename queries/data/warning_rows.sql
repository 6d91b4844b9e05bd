-- One row per loaded row that looks doubtful, at most so many of them.
SELECT table_name, file, record_number, row_key, column_name, value, rule, words
FROM warehouse.row_warning
ORDER BY table_name, rule, row_key, column_name
LIMIT $most
