"""Where attendance is saved: TinyDB's interface on a journal that loses nothing.

The only package that imports tinydb. `journal/` keeps, `copies/` copies, `erasure/` erases.
Start with `interface.py` (what the Desk asks of a store), then `journal/journal.py`.
"""
