"""How pounds and numbers are said in the sentences of a split."""

from decimal import ROUND_HALF_UP, Decimal

from tightrope.answers.say import pounds


def signed(value: Decimal) -> str:
    """+£250,000, -£250,000 or £0."""
    return f"+{pounds(value)}" if value > 0 else pounds(value) if value < 0 else "£0"


def exact(value: Decimal) -> str:
    """£0, £250,000 or £0.01: pence only where there are any."""
    whole = value == value.to_integral_value()
    return f"{'-' if value < 0 else ''}£{abs(value):,.{0 if whole else 2}f}"


def millions(value: Decimal) -> str:
    """£330.0m."""
    return f"£{value / 1_000_000:,.1f}m"


def whole(value: Decimal) -> int:
    """The nearest whole number, halves upwards in size."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
