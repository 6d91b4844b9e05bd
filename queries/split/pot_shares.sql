-- One row per group that one small pot could be spent on, with how deprived its part of the city is.
-- The mean deprivation score weighs each small area by the people aged 65 and over who live there.
SELECT
    p.group_name,
    p.locality,
    p.at_risk_people,
    p.pop_65_plus,
    p.baseline_risk,
    p.requested_share,
    CAST(
        sum(CAST(a.imd_score AS DECIMAL(18, 6)) * a.pop_65_plus) / nullif(sum(a.pop_65_plus), 0) AS DECIMAL(18, 6)
    ) AS deprivation
FROM warehouse.pot_share AS p
LEFT JOIN warehouse.area AS a ON p.locality = a.locality AND a.imd_score IS NOT NULL
WHERE p.pot_id = $pot_id
GROUP BY p.group_name, p.locality, p.at_risk_people, p.pop_65_plus, p.baseline_risk, p.requested_share
ORDER BY deprivation DESC NULLS LAST, p.group_name
