"""The journal: each change is one flushed line; now and then a checkpoint, a plain TinyDB file.

Knows no other folder of the store.
Start with `journal.py` (writing), `reader.py` (following) and `recovery.py` (what is in a folder).
"""
