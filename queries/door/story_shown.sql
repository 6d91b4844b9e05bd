-- One row per account that an audience may count on a day: the one door to stories; everything else reads this.
-- Triage comes first, then withdrawal, expiry and consent. Consent 1 counts, 2 allows an officer's retelling,
-- 3 the words among officers and on named links, 4 the words in public, 5 a named use until its date.
-- An audience that is not listed reads no words.
CREATE OR REPLACE MACRO memory.main.story_shown(audience, on_day) AS TABLE
SELECT
    s.story_id,
    s.received_on,
    s.event_month,
    s.source,
    s.channel,
    s.teller_id,
    s.teller_role,
    s.on_behalf_of,
    s.authority,
    s.own_part,
    s.reply_route,
    coalesce(s.is_panel, false) AS is_panel,
    s.about,
    s.service_id,
    s.contract_id,
    s.locality,
    s.language,
    s.own_rating,
    s.valence,
    s.severity,
    s.seen_with_about,
    s.triage_state,
    s.consent_level,
    CASE audience
        WHEN 'officers' THEN s.consent_level >= 3
        WHEN 'named_link' THEN s.consent_level >= 3
        WHEN 'open_link' THEN s.consent_level >= 4
        WHEN 'file' THEN s.consent_level >= 4
        ELSE false
    END AS may_read,
    audience = 'officers' AND s.consent_level >= 2 AS may_retell
FROM records.story AS s
WHERE
    s.triage_state IN ('cleared', 'released')
    AND s.withdrawn_at IS NULL
    AND s.consent_level >= 1
    AND (s.consent_until_on IS NULL OR s.consent_until_on >= on_day)
    AND audience IN ('officers', 'counts', 'named_link', 'open_link', 'file')
