-- One row per invitation that staff made here, oldest first.
SELECT
    i.invite_id,
    i.commissioner_id,
    i.team,
    i.words,
    i.proposed_on,
    i.invited_on,
    i.invited_by,
    i.state,
    i.answered_on,
    i.agreed_on,
    i.why,
    i.been_on,
    i.contract_id
FROM records.officer_invite AS i
ORDER BY i.invited_on, i.invite_id
