"""Where attendance is saved: TinyDB's interface on a journal that loses nothing.

The only package that imports tinydb. `journal/` keeps, `copies/` copies, `erasure/` erases.
Start with `interface.py` (what the Desk and the commands ask of a store), then `record_store.py`
(how a change reaches TinyDB's tables) and `journal/journal.py` (how it reaches the disk).
"""
