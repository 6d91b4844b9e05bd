-- One row per swap of one selection whose two accounts the audience may both still read, the latest last.
SELECT w.rule, w.story_id, w.instead_id, w.why, w.account_id, w.swapped_at
FROM records.quote_swap AS w
INNER JOIN story_shown($audience, $on_day) AS chosen ON w.story_id = chosen.story_id AND chosen.may_read
INNER JOIN story_shown($audience, $on_day) AS instead ON w.instead_id = instead.story_id AND instead.may_read
WHERE w.selection = $selection
ORDER BY w.swapped_at, w.quote_swap_id
