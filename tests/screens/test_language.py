"""Every text that a person reads goes through gettext, and has the room that it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.screens import walk_files, walk_setup, yours
from tests.screens.kiosks import SMALL, Stage
from tests.screens.pseudo import Pseudo
from tests.screens.stops import some
from tests.screens.walk import WALK, stopped_at

LEGENDS = {"Enter", "Esc", "Ctrl", "Tab", "F"}
"""The labels of keys, which are the same in every language; the letters A to Z are too."""

FILES = {
    **{one: {"inset", "kiosk"} for one in ("first-start", "first-start-help")},
    **{one: walk_setup.WORDS for one in WALK if one.startswith("setup")},
    # the name of the tests' own decision, in the history
    **{one: {"say", "otherwise"} for one in WALK if one.startswith("person")},
    "entry-form": {"teacher", "en"},
    "outstanding-again": {"demo", "pages"},
    "entry-problem": {
        "wizard", "teacher", "TA", "leader", "support", "supply", "visitor", "en",
    },
    "entry-preview": {"tue", "say", "otherwise"},
    "add-person": {"teacher", "TA", "leader", "support", "supply", "visitor"},
    "nobody-found": {"zzz", "qqq"},
    "settings": {"EIRLYS", "Europe", "London"},
    "settings-number": {"EIRLYS", "Europe", "London"},
    "settings-words": {"EIRLYS", "Europe", "London"},
    "session-form": {"workshops", "all", "en", "cy", "both"},
    "board-help": {"demo", "kiosk", "log"},
    "closing-question": {"ter"},  # the question stands over a half of “Enter”
    "open-again-question": {"ter"},
    "for-you-proven": set(re.findall("[A-Za-z]+", yours.WORDS)),
    "intention": set(re.findall("[A-Za-z]+", yours.WORDS)),
    **{one: set(re.findall("[A-Za-z]+", yours.OWN)) for one in yours.OWN_VIEWS},
    "evaluations-opened": set(re.findall("[A-Za-z]+", " ".join(yours.LINES))),
    "register-put-right": {"EIRLYS"},  # the number of a certificate
    **{one: walk_files.WORDS for one in WALK if one.startswith("staff-file")},
    # a preview names the sample's people with their ids
    "staff-file-preview": {
        *walk_files.WORDS, "EPR", "HRO", "CPW", "KRO", "AMT", "DEV", "SHA", "SJO", "GBO", "RHU",
        "MAL", "LWI", "XOO",
    },
    "printed": {"demo", "pages", "certificates", "slips", "GBO", "pdf"},
}  # fmt: skip
"""Words that come from files, such as the columns of a staff file, and file names."""


def in_english(stage: Stage, allowed: set[str]) -> list[str]:
    """Return the English words on the screen."""
    words = re.findall(r"[A-Za-z]+", stage.seen)
    addresses = ""
    if stage.screen == "ReadingDialog":  # an address is wrapped anywhere
        addresses = " ".join(one.url for one in stage.school.programme.resources.values())
    known = LEGENDS | allowed
    return [one for one in words if len(one) > 1 and one not in known and one not in addresses]


@pytest.mark.parametrize("name", some(WALK, 3))
async def test_nothing_on_a_screen_escapes_translation(sample: Path, name: str) -> None:
    async with stopped_at(name, sample, language=Pseudo()) as stage:
        assert in_english(stage, FILES.get(name, set())) == [], stage.picture
        assert has_room(stage), stage.picture
        await stage.pilot.resize_terminal(*SMALL)
        await stage.pilot.pause()
        assert in_english(stage, FILES.get(name, set())) == [], stage.picture
        assert has_room(stage), stage.picture


def has_room(stage: Stage) -> bool:
    """Return whether no text is cut while the school's own texts are short.

    A list's row may be cut: it joins many names, and is shown in full elsewhere.
    """
    own_words = stage.picture.replace(stage.console("Start typing your name…"), "")
    lists = [
        one
        for screen in stage.app.screen_stack
        for one in screen.query("OptionList.panel, LineList.panel")
    ]
    return "…" not in own_words or bool(lists)


async def test_what_escapes_is_found(sample: Path) -> None:
    async with stopped_at("welcome", sample, language=Pseudo()) as stage:
        stage.app.notify("Not translated")
        await stage.pilot.pause()
        assert in_english(stage, set()) == ["Not", "translated"]
