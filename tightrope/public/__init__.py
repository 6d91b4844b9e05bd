"""Plain HTML for people without a session: everything under /p/, and the door where officers sign in."""
