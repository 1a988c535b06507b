"""The screens: `staff/` for everybody, `tutors/` behind a PIN, `dialogs/` over either.

Screens show a School and ask the Desk; they decide nothing and know no store.
A text is drawn by its widget or given by `speak`, so that the language can change at any time.
Start with `base.py` (what all screens share) and `welcome.py` (sign-in, the first screen).
"""
