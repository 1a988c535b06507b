"""The journal: each change is one flushed line; now and then a checkpoint, a plain TinyDB file.

Knows no other folder of the store.
Start with `journal.py`, then `recovery.py` (what is in a folder) and `checkpoint.py`.
"""
