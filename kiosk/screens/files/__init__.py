"""Files by screens: one is chosen, understood, and looked at before it is loaded.

What they show is worked out in `kiosk/exchange/`. Begin with `staff_file.py`.
"""
