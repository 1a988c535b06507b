"""Setting a school up: its staff and programme from files, by screens.

Pure parts are in `kiosk/exchange/`. Begin with `staff_file.py`.
"""
