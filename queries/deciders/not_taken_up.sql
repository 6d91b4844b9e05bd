-- One row per invitation on file after which no visit is on file, oldest first.
SELECT commissioner_id, team, invited_on
FROM warehouse.front_line_visit
WHERE visited_on IS NULL AND invited_on <= CAST($on_day AS DATE)
ORDER BY invited_on, commissioner_id, team
