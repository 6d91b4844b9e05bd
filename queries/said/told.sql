-- One row per line and account that the audience may count and that tells of the line's theme.
-- It is about the same service, and about the same contract or part of the city where the line is about one. An
-- account of a good experience is left out: it does not say what the line answers.
SELECT DISTINCT
    w.we_did_id,
    shown.story_id,
    shown.teller_id,
    coalesce(shown.received_on > w.published_on, false) AS is_since
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_theme AS t ON shown.story_id = t.story_id
INNER JOIN records.we_did AS w ON t.theme_id = w.theme_id AND shown.service_id = w.service_id
WHERE
    t.accepted
    AND coalesce(shown.valence, 0) <= 0
    AND (w.contract_id IS NULL OR shown.contract_id = w.contract_id)
    AND (w.locality IS NULL OR shown.locality = w.locality)
ORDER BY w.we_did_id, shown.story_id
