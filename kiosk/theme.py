"""The colours. Muted text is 6:1 against the background, everything else 7:1 or better."""

from __future__ import annotations

from textual.theme import Theme

EXTRA = {
    "muted": "#8fa3b7",
    "lines": "#2c3e52",
    "in": "#35c49a",
    "late": "#f07f4f",
    "amber": "#f2b84b",
    "blue": "#5cb8e6",
    "tint": "#2a2720",
    "raised": "#1b2733",
    "scrollbar-background": "#0d141c",
    "scrollbar-background-hover": "#0d141c",
    "scrollbar-background-active": "#0d141c",
    "scrollbar-corner-color": "#0d141c",
    "scrollbar": "#2c3e52",
    "scrollbar-hover": "#5cb8e6",
    "scrollbar-active": "#5cb8e6",
    "input-selection-background": "#5cb8e6 35%",
    "input-cursor-background": "#f2b84b",
    "input-cursor-foreground": "#0d141c",
}
"""The kiosk's own variables, beside those that Textual derives."""

SLATE = Theme(
    "slate",
    primary="#5cb8e6",
    secondary="#8fa3b7",
    accent="#f2b84b",
    warning="#f2b84b",
    error="#f07f4f",
    success="#35c49a",
    foreground="#e8eef5",
    background="#0d141c",
    surface="#0d141c",
    panel="#1b2733",
    dark=True,
    variables=EXTRA,
)
