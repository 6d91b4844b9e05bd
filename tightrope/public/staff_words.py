"""The words of every choice on the pages for staff."""

from tightrope.public import speak_words

STAFF = {
    "social_worker": "Social worker",
    "care_worker": "Care worker",
    "nurse": "Nurse",
    "observer": "Somebody else who saw it",
}
GAPS = {
    "never_there": "It was never there",
    "nothing_suitable": "Nothing suitable was found",
    "service": "The service is there, and this was missing",
}
CHANNELS = {
    "phone": "By telephone",
    "outreach": "On a home visit",
    "advocacy_report": "Through an advocate",
    "carers_assessment": "In an unpaid carer's assessment",
    "quality_visit": "On a quality visit",
    "letter": "On the paper form, or by letter",
}
TELLERS = {
    "person": "The person who draws on the support",
    "unpaid_carer": "Somebody who looks after them, unpaid",
    "family": "Family",
    "friend": "A friend or neighbour",
    "advocate": "Their advocate",
    "care_worker": "A care worker",
    "social_worker": "A social worker",
    "nurse": "A nurse",
    "observer": "Somebody who saw it",
}
WHOM = {
    "self": "For themselves",
    "named_with_authority": "For somebody who agrees, or by a power they hold",
    "named_without_capacity": "For somebody who lacks the capacity to decide about this",
    "group": "For a group",
    "observed": "For nobody: they saw it",
}
OWN_PARTS = {
    "told_it": "They told it themselves",
    "asked": "They were asked first",
    "shown_by_behaviour": "They showed it by how they behaved",
    "could_not_be_asked": "They could not be asked",
    "not_asked": "They were not asked",
}
AUTHORITY = {
    "consent": "The person's consent",
    "lpa_health": "Lasting power of attorney for health and welfare",
    "deputy": "Deputy of the Court of Protection",
    "best_interests": "A best-interests decision",
    "instructed_advocate": "An advocate whom the person instructs",
    "non_instructed_advocate": "A non-instructed advocate",
    "none": "None",
}
ROUTES = {
    "none": "They need no answer",
    "web": "They look with the six words",
    "phone": "By telephone",
    "letter": "By letter",
    "advocate": "Through somebody who speaks for them",
}
ON_RECEIPT = {
    "web": "you look with the six words",
    "phone": "by telephone",
    "letter": "by letter",
    "advocate": "through somebody who speaks for you",
}
ABOUT = speak_words.ABOUT
CONSENT = speak_words.CONSENT
