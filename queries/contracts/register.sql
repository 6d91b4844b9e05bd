-- One row per term of a contract: the rules it was bought under and who answers for it.
SELECT
    c.contract_id,
    c.regime,
    c.bidders,
    c.price_weight,
    c.commissioner_id,
    o.name AS officer_name,
    o.post AS officer_post
FROM warehouse.contract AS c
LEFT JOIN warehouse.commissioner AS o ON c.commissioner_id = o.commissioner_id
ORDER BY c.contract_id
