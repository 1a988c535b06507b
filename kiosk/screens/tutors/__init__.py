"""The screens behind a PIN: the live board and all that opens from it, and reception.

May know `staff`, `dialogs` and what all screens share.
Start with `board.py`.
"""
