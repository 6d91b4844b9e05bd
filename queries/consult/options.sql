-- One row per option of every consultation, in the order of its number.
SELECT consultation_id, option_number, words, moved_after, how_moved
FROM records.consultation_option
ORDER BY consultation_id, option_number
