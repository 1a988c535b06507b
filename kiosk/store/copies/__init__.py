"""Copies of the data: dated ones beside it, a second folder, encryption, old journals.

May know `journal`.
Start with `dated_copies.py`.
"""
