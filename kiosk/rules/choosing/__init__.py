"""Choosing workshops: bookings, waiting lists, who may book what, and the lottery.

May know `model` and `induction`.
Start with `places.py` (book, wait, give up, move up), then `eligibility.py` (why not).
"""
