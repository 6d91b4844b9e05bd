"""A password that is long enough, for tests that sign somebody in."""

GOOD = "plum river ladder seven"
