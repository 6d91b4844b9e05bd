-- One row per provider of the council's own list: its contracts that run on a day, and their value in a year.
SELECT
    p.provider_id,
    p.provider_name,
    count(c.contract_id) AS contracts,
    coalesce(sum(c.annual_value), 0) AS annual_value
FROM warehouse.provider AS p
LEFT JOIN warehouse.contract AS c
    ON
        p.provider_id = c.provider_id
        AND c.status NOT IN ('ended', 'planned')
        AND c.starts_on <= CAST($on_day AS DATE)
GROUP BY p.provider_id, p.provider_name
ORDER BY annual_value DESC, p.provider_id
