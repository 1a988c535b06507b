"""Who is here: sign-in and leaving, badges and scans, marks, reported absence, the live board.

May know `model`, `induction` and `choosing`.
Start with `arrivals.py` (the day's sign-in, the roll call) and `marks.py` (who was in a session).
"""
