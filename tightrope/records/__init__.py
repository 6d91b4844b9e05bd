"""What people write: accounts and their consent, decisions, links, sign-in, the trace of who did what."""
