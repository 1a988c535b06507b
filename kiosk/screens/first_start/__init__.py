"""The first start, in five steps: the sample or a school's own, staff, the day, a PIN, what next.

Each screen is given the draft of the school and closes with it; only the last one records anything.
Start with `first_start.py`, which opens the others in their order.
"""
