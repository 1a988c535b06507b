"""Reads a school's own files and forms, and writes listings.

May know the rules. A file becomes plain data (`kiosk.rules.model.file_contents`), and every problem
in it is gathered with its row and column.
Start with `staff.py`, then `tables.py`.
"""
