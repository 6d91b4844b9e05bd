-- One row per account that a pack quotes, with its numbers in the files.
SELECT pack_id, story_id, numbers, told_by
FROM records.pack_story
ORDER BY pack_id, numbers, story_id
