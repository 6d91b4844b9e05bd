-- One row: the specification of a contract and of the term before it.
SELECT
    c.contract_id,
    c.starts_on,
    c.signed_by,
    c.specification AS after_text,
    b.specification AS before_text
FROM warehouse.contract AS c
INNER JOIN warehouse.contract AS b ON c.predecessor_id = b.contract_id
WHERE c.contract_id = $contract_id
ORDER BY c.contract_id
