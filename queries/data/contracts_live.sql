-- One row: how many contracts run on a day, their value in a year, and the first and last month of returns.
SELECT
    count(*) AS live,
    sum(annual_value) AS annual_value,
    count(DISTINCT provider_id) AS providers,
    count(DISTINCT service_id) AS services,
    (SELECT min(month) FROM warehouse.measure_return) AS first_month,
    (SELECT max(month) FROM warehouse.measure_return) AS last_month
FROM warehouse.contract
WHERE status NOT IN ('ended', 'planned') AND starts_on <= CAST($on_day AS DATE)
ORDER BY live
