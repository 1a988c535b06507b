"""What the day changes: a session or a slot that is planned anew, and everybody hears of it.

Each act is one decision. Its report says whom and what it touches, before it is done and after; it
takes nobody's place without saying so, and is undone as a whole.
"""
