"""Which options a contract still has, and until when: pure functions on dates."""
