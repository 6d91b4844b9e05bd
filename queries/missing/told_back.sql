-- One row per account that the audience may count and whose teller was told what came of it.
SELECT shown.story_id, min(r.told_on) AS told_on
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
WHERE r.told_on IS NOT NULL
GROUP BY shown.story_id
ORDER BY shown.story_id
