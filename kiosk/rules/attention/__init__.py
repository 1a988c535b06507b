"""What does not fit on a day: advice for tutors, never a refusal.

May know `model`, `induction`, `choosing` and `attendance`.
Start with `day_check.py` (everything that needs attention on a day, and what is new in it).
"""
