"""The screens behind a PIN: the live board and what opens from it, reception, a leader's register.

May know `staff`, `dialogs` and what all screens share.
Start with `board.py`.
"""
