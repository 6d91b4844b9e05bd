"""Readers of published formats: each turns files as published into rows of our tables."""
