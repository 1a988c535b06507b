"""The printed pages: a School in, a PDF out.

May know the rules, the language and the errors; no store, screen, clock or path.
Start with `certificates.py`, then `page.py`.
"""
