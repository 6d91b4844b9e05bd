"""The words of every choice in the form, and of what we promise."""

ROLES = {
    "person": "I draw on the support myself",
    "unpaid_carer": "I look after them, unpaid",
    "family": "I am family",
    "friend": "I am a friend or neighbour",
    "advocate": "I am their advocate",
    "care_worker": "I work in care",
    "social_worker": "I am a social worker",
    "nurse": "I am a nurse",
    "observer": "I saw it",
}
OWN_PARTS = {
    "told_it": "They told it, and I wrote it down",
    "asked": "I asked them first",
    "shown_by_behaviour": "They showed it by how they behaved",
    "could_not_be_asked": "They could not be asked",
    "not_asked": "I have not asked them",
}
ABOUT = {
    "service": "a service that is there now",
    "gone": "something that is gone",
    "never_there": "something that was never there",
    "nothing_suitable": "nothing suitable was found",
}
ROUTES = {
    "none": "I need no answer",
    "web": "I will look with the code I get",
    "phone": "By telephone",
    "letter": "By letter",
    "advocate": "Through somebody who speaks for me",
}
CONSENT = {
    "0": ("Nobody else sees it", "The people who handle it read it. It is not counted and not shown."),
    "1": ("Count it", "“17 of 23 people speak of being rushed.” Your words are not shown."),
    "2": ("Retell it to officers", "An officer writes in a sentence what you told. Your own words are not shown."),
    "3": ("Show my words to officers", "On the council's own pages, with [name] where a name stood."),
    "4": ("Show my words in public too", "In a paper that anybody can read, with [name] where a name stood."),
}
PROMISES = (
    "This does not change the care you get.",
    "The provider is not told who you are.",
    "A person reads every account before anybody else can see it.",
)
