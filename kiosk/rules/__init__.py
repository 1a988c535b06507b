"""The rules of an INSET day: pure functions on the School, and the decisions that change it.

They know no screen, store, file or clock: the School, the time and ids go in, values come out.
Start with `model/school.py`, then `choosing/places.py` for a decision at work.
"""
