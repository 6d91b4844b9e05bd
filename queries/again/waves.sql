-- One row per time that the people a decision rests on were asked again, the latest first.
SELECT
    wave_id,
    decision_id,
    asked_on,
    asked_at,
    asked_by,
    accounts
FROM records.asking
ORDER BY asked_at DESC, wave_id
