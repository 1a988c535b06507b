"""What the machine gives: the data folder, the log, secrets, the supervisor, the scanner.

May know the rules; no screen and no store.
Start with `data_folder.py`.
"""
