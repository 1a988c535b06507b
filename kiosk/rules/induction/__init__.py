"""Induction tracks: which steps are due, who confirms them, and signing them off.

May know `model`.
Start with `steps.py`.
"""
