"""Tightrope: weigh what a contract costs and delivers against what people say."""

__version__ = "0.1.0"
