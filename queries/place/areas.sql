-- One row: small areas, how many are in the most deprived tenth of England, people, and the mean score by population.
SELECT
    count(*) AS areas,
    count(imd_decile) AS with_decile,
    count(*) FILTER (imd_decile = 1) AS most_deprived,
    count(population) AS with_population,
    sum(population) AS population,
    sum(pop_65_plus) AS pop_65_plus,
    sum(pop_85_plus) AS pop_85_plus,
    count(*) FILTER (imd_score IS NOT NULL AND population IS NOT NULL) AS with_both,
    sum(population) FILTER (imd_score IS NOT NULL) AS population_with_score,
    sum(imd_score * population) / nullif(sum(population) FILTER (imd_score IS NOT NULL), 0) AS mean_score
FROM warehouse.area
ORDER BY areas
