-- One row per small area: where it is, who lives there and how deprived it is.
SELECT
    area_code,
    area_name,
    ward_code,
    ward_name,
    locality,
    imd_score,
    imd_decile,
    older_income_deprivation,
    population,
    pop_65_plus,
    pop_85_plus,
    no_car_share,
    female_life_expectancy,
    male_life_expectancy,
    lon,
    lat,
    boundary IS NOT NULL AS has_outline
FROM warehouse.area
ORDER BY area_code
