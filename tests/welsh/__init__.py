"""The Welsh catalogue: what keeps it complete, and its words those of `terms.csv`.

`python -m tests.welsh` lists what a reader of Welsh should look at, and `python -m tests.welsh
update` brings new messages into the catalogue. Start reading in `checks.py`.
"""
