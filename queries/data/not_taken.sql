-- One row: how many rows of published files their readers did not take.
SELECT count(DISTINCT (file, record_number)) AS not_taken
FROM warehouse.rejected_row
WHERE rule = 'not_taken'
ORDER BY not_taken
