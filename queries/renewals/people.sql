-- One row per contract: how many people it served in its own latest year on file; each has one age band, so the bands add up to them.
WITH counted AS (
    SELECT
        contract_id,
        year,
        sum(people) FILTER (group_kind = 'age_band') AS by_age,
        sum(people) FILTER (group_kind = 'all') AS everyone
    FROM warehouse.people_served
    WHERE group_kind IN ('age_band', 'all')
    GROUP BY contract_id, year
)

SELECT
    contract_id,
    max(year) AS year,
    CAST(max_by(coalesce(by_age, everyone), year) AS BIGINT) AS people
FROM counted
GROUP BY contract_id
ORDER BY contract_id
