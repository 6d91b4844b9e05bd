"""The judgement of the Weigh page: pure functions on plain values, arrays and frozen dataclasses."""
