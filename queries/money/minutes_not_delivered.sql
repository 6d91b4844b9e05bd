-- One row per home-care contract: pounds paid in a period for hours that nobody got.
-- Each month's payment times the share of the hours paid for that was not delivered; months without both figures are left out.
SELECT
    p.contract_id,
    CAST(sum(round(p.amount * (1 - p.units_delivered / p.units_paid), 2)) AS DECIMAL(14, 2)) AS pounds,
    sum(p.units_paid - p.units_delivered) AS units,
    count(*) AS months
FROM warehouse.payment AS p
INNER JOIN warehouse.contract AS c ON p.contract_id = c.contract_id
WHERE
    c.service_id = 'home_care'
    AND p.units_paid > 0
    AND p.units_delivered < p.units_paid
    AND p.month >= CAST($first AS DATE)
    AND p.month <= CAST($last AS DATE)
GROUP BY p.contract_id
ORDER BY p.contract_id
