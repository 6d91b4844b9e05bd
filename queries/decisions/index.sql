-- One row per decision in the register, as lists and counts name it; of one day the one written last comes first.
SELECT
    d.decision_id,
    d.kind,
    d.subject_id,
    d.contract_id,
    d.title,
    d.decided_on,
    d.state,
    min(e.sequence) AS first_entry
FROM records.decision AS d
LEFT JOIN records.decision_event AS e ON d.decision_id = e.decision_id
GROUP BY ALL
ORDER BY d.decided_on DESC, first_entry DESC NULLS LAST, d.decision_id
