"""The sample school: created from `seed/` in a folder of its own, dated today, with a known PIN.

May know all but the commands. The data comes about by the kiosk's own decisions.
Start with `school.py`, then `demo_day.py`.
"""
