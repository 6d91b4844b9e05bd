-- One row per part of one contract's renewal that somebody answered: the latest answer, which stands.
SELECT part, choice, words, named, dated_on, answered_at
FROM records.renewal_answer
WHERE contract_id = $contract_id
QUALIFY row_number() OVER (PARTITION BY part ORDER BY answered_at DESC, renewal_answer_id DESC) = 1
ORDER BY part
