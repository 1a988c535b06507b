"""The screens of one person: My day, induction, and what opens after proof of who it is.

May know `dialogs` and what all screens share.
Start with `my_day.py`.
"""
