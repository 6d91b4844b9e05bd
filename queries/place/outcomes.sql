-- One row per published outcome asked for (a table and a part): the council's latest year, with England and its neighbours.
-- A year in which nothing was measured ("[z]") is passed over while another year has more.
WITH asked AS (
    SELECT
        unnest(CAST($tables AS VARCHAR[])) AS table_code,
        unnest(CAST($parts AS VARCHAR[])) AS measure_part,
        unnest(CAST($counts AS VARCHAR[])) AS count_part
),

own AS (
    SELECT o.table_code, o.measure_part, a.count_part, o.title, o.year, o.value, o.mark
    FROM asked AS a
    INNER JOIN warehouse.outcome AS o ON a.table_code = o.table_code AND a.measure_part = o.measure_part
    WHERE o.council_code = $council_code
    QUALIFY
        row_number() OVER (
            PARTITION BY o.table_code, o.measure_part ORDER BY coalesce(o.mark = '[z]', false), o.year DESC
        )
        = 1
),

alike AS (
    SELECT
        own.table_code,
        own.measure_part,
        count(*) AS neighbours,
        count(o.value) AS neighbours_with,
        median(o.value) AS neighbours_median
    FROM own
    INNER JOIN warehouse.council_neighbour AS n ON n.council_code = $council_code
    LEFT JOIN warehouse.outcome AS o
        ON
            n.neighbour_code = o.council_code
            AND own.table_code = o.table_code
            AND own.measure_part = o.measure_part
            AND own.year = o.year
    GROUP BY own.table_code, own.measure_part
)

SELECT
    own.table_code,
    own.measure_part,
    own.title,
    own.year,
    own.value,
    own.mark,
    margin.value AS margin,
    counted.value AS counted,
    england.value AS england,
    england.mark AS england_mark,
    coalesce(alike.neighbours, 0) AS neighbours,
    coalesce(alike.neighbours_with, 0) AS neighbours_with,
    alike.neighbours_median
FROM own
LEFT JOIN alike ON own.table_code = alike.table_code AND own.measure_part = alike.measure_part
LEFT JOIN warehouse.outcome AS margin
    ON
        margin.council_code = $council_code
        AND own.table_code = margin.table_code
        AND own.year = margin.year
        AND margin.measure_part = 'margin of error'
LEFT JOIN warehouse.outcome AS counted
    ON
        counted.council_code = $council_code
        AND own.table_code = counted.table_code
        AND own.year = counted.year
        AND own.count_part = counted.measure_part
LEFT JOIN warehouse.outcome AS england
    ON
        england.council_code = 'E92000001'
        AND own.table_code = england.table_code
        AND own.measure_part = england.measure_part
        AND own.year = england.year
ORDER BY own.table_code, own.measure_part
