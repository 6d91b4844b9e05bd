"""What other splits of the same money would do: pure functions on plain values, arrays and frozen dataclasses."""
