"""The sample school: laid from `seed/` in a folder of its own, dated today, with a known PIN.

Built by the kiosk's own decisions through the Desk.
Start with `school.py`, then `demo_day.py`.
"""
