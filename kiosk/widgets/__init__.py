"""Parts of screens: shown a School, they post their own messages, and ask for nothing.

May know the rules; neither the desk nor the store.
Start with `people_search.py` (finding oneself) and `day_rail.py` (a person's day).
"""
