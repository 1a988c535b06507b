"""Questions over a screen: yes or no, one of several, a line of text, a person, a PIN, a code.

May know what all screens share, and no screen.
Start with `confirm.py`.
"""
