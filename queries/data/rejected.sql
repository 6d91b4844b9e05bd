-- One row per rule that a row of a file broke.
SELECT table_name, file, record_number, column_name, value, rule, words
FROM warehouse.rejected_row
ORDER BY table_name, record_number, column_name, rule
LIMIT $most
