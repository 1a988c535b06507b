"""What comes in and goes out: a school's own files, forms, and listings.

Files become plain data (`kiosk.rules.model.file_contents`), every problem with its row and column.
Start with `staff.py`, then `csv_tables.py`.
"""
