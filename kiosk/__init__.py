"""The INSET Kiosk: a school's staff training day, from sign-in to printed page."""

__version__ = "0.1.0"
