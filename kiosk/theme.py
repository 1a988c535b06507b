"""The colours: a dark theme, a light one for a sunny room, and one of strong contrast.

Text has a contrast of 4.5:1 or better against its background, in "contrast" 7:1 or better
(WCAG 2.2, 1.4.3 and 1.4.6); tests/screens/test_contrast.py checks every screen. Colours that mean
something are told apart by colour-blind eyes as well; tests/screens/test_colours.py works it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import Theme

from kiosk.settings import THEMES

COLOURS = {
    "slate": {
        "background": "#0d141c",
        "foreground": "#e8eef5",
        "muted": "#9db0c3",
        "lines": "#2c3e52",
        "in": "#35c49a",
        "late": "#f67f5a",
        "amber": "#ffcc66",
        "blue": "#5cb8e6",
        "raised": "#1b2733",
        "picked": "#1f3850",
        "button": "#2c3e52",
    },
    "paper": {
        "background": "#f7f4ec",
        "foreground": "#16202b",
        "muted": "#55616d",
        "lines": "#a79d89",
        "in": "#00674b",
        "late": "#850016",
        "amber": "#925300",
        "blue": "#005f92",
        "raised": "#fffdf8",
        "picked": "#d3e4ee",
        "button": "#e6e0d2",
    },
    "contrast": {
        "background": "#000000",
        "foreground": "#ffffff",
        "muted": "#e0e0e0",
        "lines": "#8c8c8c",
        "in": "#00ff9c",
        "late": "#ff925c",
        "amber": "#00ffff",
        "blue": "#ffff00",
        "raised": "#1a1a1a",
        "picked": "#0a2540",
        "button": "#2b2b2b",
    },
}
"""Each theme's colours by what they mean, whatever their hue.

"in": it worked. "amber": your turn, and what is marked. "late": late, or failed. "blue": titles.
"""


def css_variables(name: str) -> dict[str, str]:
    """Return a theme's CSS variables, beside those that Textual derives."""
    colours = COLOURS[name]
    back, lines, accent = colours["background"], colours["lines"], colours["blue"]
    return {
        **colours,
        "scrollbar-background": back,
        "scrollbar-background-hover": back,
        "scrollbar-background-active": back,
        "scrollbar-corner-color": back,
        "scrollbar": lines,
        "scrollbar-hover": accent,
        "scrollbar-active": accent,
        "input-selection-background": colours["picked"],
        "input-cursor-background": colours["amber"],
        "input-cursor-foreground": back,
    }


def theme(name: str) -> Theme:
    """Return the Textual theme of that name."""
    colours = COLOURS[name]
    return Theme(
        name,
        primary=colours["blue"],
        secondary=colours["muted"],
        accent=colours["amber"],
        warning=colours["amber"],
        error=colours["late"],
        success=colours["in"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["raised"],
        dark=name != "paper",
        variables=css_variables(name),
    )


def next_theme(name: str) -> str:
    """Return the name of the theme that follows `name`, in a circle."""
    return THEMES[(THEMES.index(name) + 1) % len(THEMES)]


def start_with_theme(app: App[Any], name: str) -> None:
    """Give an app its first theme, before any style is parsed.

    What Textual does when a theme changes would parse them all twice before the first paint.
    """
    app.set_reactive(App.theme, name)
    dark = app.current_theme.dark
    classes = {f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark}
    app.update_classes(classes, update=False)
    app.stylesheet.set_variables(app.get_css_variables())


def stylesheet(name: str) -> Path:
    """Return the path of a file in kiosk/styles, for `CSS_PATH`.

    It is absolute: Textual takes a relative one from the file of the concrete class, so that a
    base class could not give it to dialogs in another folder.
    """
    return Path(__file__).with_name("styles") / f"{name}.tcss"
