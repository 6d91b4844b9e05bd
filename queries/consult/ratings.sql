-- One row per consultation and step of the ladder: how many who took part gave that step.
SELECT consultation_id, level, count(*) AS people
FROM records.consultation_rating
GROUP BY consultation_id, level
ORDER BY consultation_id, level
