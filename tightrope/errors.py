"""Exceptions by audience: a Refusal is shown as it stands; anything else is a defect."""


class Refusal(Exception):
    """Something a person can put right. Its text is shown as it is, without a traceback.

    `problems` holds the single findings when several are reported at once.
    """

    def __init__(self, words: str, problems: list[str] | None = None):
        super().__init__(words)
        self.problems = problems or []


class NotFound(Refusal):
    """An id that nothing answers to, or that this reader may not know of: one answer for both."""


class NotAllowed(Refusal):
    """The role signed in may not do this."""
