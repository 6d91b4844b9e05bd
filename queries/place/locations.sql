-- One row per kind of place and overall rating (empty where none): how many places, and the oldest and newest rating.
SELECT
    kind,
    cqc_rating,
    count(*) AS places,
    count(area_code) AS in_an_area,
    min(cqc_rated_on) AS oldest_on,
    max(cqc_rated_on) AS newest_on
FROM warehouse.location
GROUP BY kind, cqc_rating
ORDER BY kind, cqc_rating NULLS LAST
