-- One row per saved split, for one reference, whole.
SELECT *
FROM records.scenario
WHERE scenario_id = $scenario_id
ORDER BY scenario_id
