"""Loading a school's own files: which person a row is, what is wrong with it, what it changes.

May know every folder of rules but `follow_up`. Reading the files themselves is `kiosk.exchange`'s.
Start with `school_files.py`.
"""
