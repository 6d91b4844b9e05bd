-- One row per term of a contract: how it was let, and when the register would look at it again.
SELECT contract_id, review_on, regime, bidders, price_weight, lived_experience_on_panel
FROM warehouse.contract
ORDER BY contract_id
