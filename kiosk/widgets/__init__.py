"""Parts of screens: they are given a School to show, and post their own messages.

May know the rules; neither the desk nor the store.
Start with `people_search.py` (finding a person) and `day_rail.py` (a person's day).
"""
