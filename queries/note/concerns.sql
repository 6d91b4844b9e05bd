-- One row per open concern: what was wanted of a service line at a place and was not there, and how many notes say so.
-- A note counts once its account has been read and may be counted; notes of the shortfall file stand beside them.
WITH note AS (
    SELECT
        coalesce(n.joins_id, n.shortfall_id) AS concern_id,
        n.wanted,
        n.offered,
        CAST(n.noted_at AS DATE) AS noted_on,
        shown.seen_with_about,
        true AS is_here
    FROM story_shown($audience, $on_day) AS shown
    INNER JOIN records.shortfall_noted AS n ON shown.story_id = n.story_id
    WHERE n.service_id = $service_id AND n.locality = $locality AND n.noted_at >= $since
    UNION ALL
    SELECT shortfall_id, wanted, offered, month, NULL AS seen_with_about, false AS is_here
    FROM warehouse.shortfall
    WHERE service_id = $service_id AND locality = $locality AND month >= date_trunc('month', CAST($since AS DATE))
)
SELECT
    concern_id,
    min_by(wanted, noted_on) AS wanted,
    min_by(offered, noted_on) AS offered,
    max(noted_on) AS last_on,
    max(seen_with_about) AS seen,
    count(*) AS notes,
    count(*) FILTER (is_here) AS notes_here
FROM note
GROUP BY concern_id
ORDER BY last_on DESC, concern_id
