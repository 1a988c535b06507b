"""The screens of one person: My day, induction, and what opens after a badge or an own code.

May know `dialogs` and what all screens share.
Start with `my_day.py`.
"""
