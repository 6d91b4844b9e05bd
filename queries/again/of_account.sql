-- One row per decision that stands and of which the teller of one account, while it counts, was asked: the latest time.
SELECT
    w.wave_id,
    w.decision_id,
    w.asked_on,
    arg_max(a.said, a.version) AS said,
    arg_max(a.way, a.version) AS answered_by,
    arg_max(a.answered_on, a.version) AS answered_on,
    coalesce(max(a.version), 0) AS version
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.asking_story AS s ON shown.story_id = s.story_id
INNER JOIN records.asking AS w ON s.wave_id = w.wave_id
INNER JOIN records.decision AS d ON w.decision_id = d.decision_id
LEFT JOIN records.asking_answer AS a ON s.wave_id = a.wave_id AND s.story_id = a.story_id
WHERE shown.story_id = $story_id AND d.state = 'recorded'
GROUP BY w.wave_id, w.decision_id, w.asked_on, w.asked_at
QUALIFY row_number() OVER (PARTITION BY w.decision_id ORDER BY w.asked_at DESC) = 1
ORDER BY w.asked_at DESC, w.wave_id
