"""Place and equity: who gets what along deprivation, how far families travel, where one more place would help."""
