-- One row per step in which somebody moved money in one saved split, in order.
SELECT
    step,
    account_id,
    moved_at,
    line,
    was,
    became
FROM records.scenario_move
WHERE scenario_id = $scenario_id
ORDER BY step
