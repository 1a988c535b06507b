"""What the machine provides: data folder, durable files, log, secrets, supervisor, scanner.

May know the rules; no screen and no store.
Start with `data_folder.py`.
"""
