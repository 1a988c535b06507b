"""The School: records, the changes made to it, and what a slot or session is for a person.

Knows no other folder of rules; all of them know this one.
Start with `school.py` (the School and its only builder), then `decisions.py` and `requirement.py`.
"""
