-- One row per account that said the same as one of these accounts: a reply to one of them answers all.
SELECT DISTINCT other.story_id
FROM records.shortfall_noted AS mine
INNER JOIN records.shortfall_noted AS other
    ON coalesce(mine.joins_id, mine.shortfall_id) = coalesce(other.joins_id, other.shortfall_id)
WHERE list_contains($story_ids, mine.story_id) AND other.story_id IS NOT NULL
ORDER BY other.story_id
