-- One row per decision in the register, as lists and counts name it.
SELECT
    decision_id,
    kind,
    subject_id,
    contract_id,
    title,
    decided_on,
    state
FROM records.decision
ORDER BY decided_on DESC, decision_id
