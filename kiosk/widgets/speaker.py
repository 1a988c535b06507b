"""Screens and widgets that give their parts texts, and give them again in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import Sayable

Spoken: TypeAlias = "Sayable | Callable[[], object]"
"""A text, or a function that makes what is shown, in the language of then."""
W = TypeVar("W", bound=Widget)


class Speaker:
    """What has texts that it does not draw itself: a label, the title of a frame, a placeholder."""

    _language: Language
    _spoken: Mapping[Widget, Mapping[str, Spoken]] = {}

    def speak(self, part: W, **texts: Spoken) -> W:
        """Set attributes of a part to these texts, now and in each later language; return it."""
        self._spoken = {**self._spoken, part: {**self._spoken.get(part, {}), **texts}}
        self._set(part, texts)
        return part

    def say_again(self) -> None:
        """Say all texts in the language of now."""
        for part, texts in self._spoken.items():
            self._set(part, texts)

    def _set(self, part: Widget, texts: Mapping[str, Spoken]) -> None:
        for name, what in texts.items():
            said = what() if callable(what) else Content(self._language.say(what))
            setattr(part, name, said)
