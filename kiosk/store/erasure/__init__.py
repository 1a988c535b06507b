"""Erasing a person, or a kind of record, from everything the folder keeps.

May know `journal` and `copies`.
Start with `erasing.py`, then `erasure_scope.py` (what is left of each record).
"""
