-- One row per account with a reply on record, and whether it has been answered.
SELECT shown.story_id, bool_or(r.state IN ('answered', 'decided', 'changed') OR r.told_on IS NOT NULL) AS is_answered
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
GROUP BY shown.story_id
ORDER BY shown.story_id
