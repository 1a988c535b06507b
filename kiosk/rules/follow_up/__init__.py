"""After a session: closing the day, certificates, catch-up, training, a person's own items.

May know every folder of rules but `loading`.
Start with `closing.py`, then `catch_up.py`.
"""
