"""Judging people's words on plain values: what has to be read first."""
