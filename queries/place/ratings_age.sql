-- One row: places with a dated rating, how old the ratings are on a day, and how many are older than three years.
SELECT
    count(*) AS places,
    count(cqc_rated_on) AS dated,
    min(cqc_rated_on) AS oldest_on,
    max(cqc_rated_on) AS newest_on,
    median(date_diff('day', cqc_rated_on, CAST($on_day AS DATE))) FILTER (cqc_rated_on IS NOT NULL) AS median_days,
    count(*) FILTER (cqc_rated_on < CAST($on_day AS DATE) - INTERVAL 3 YEAR) AS over_three_years
FROM warehouse.location
ORDER BY places
