"""`kiosk check-links`: tries the resources' addresses and keeps what came of it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.commands.check_links import check_links
from kiosk.commands.console import Console
from kiosk.commands.context import CommandContext
from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.model.ids import ResourceId
from kiosk.rules.model.terms import LinkOutcome
from kiosk.system.links import LinkTrier
from tests.commands.conftest import Shell
from tests.system.websites import website

Load = Callable[..., None]


@pytest.fixture
def load(empty: Shell, day_file: Path) -> Load:
    def of(**urls: str) -> None:
        rows = [f"{name},Title of {name},{url}" for name, url in urls.items()]
        text = "\n".join(("id,title_en,url", *rows)) + "\n"
        (day_file / "resources.csv").write_text(text, encoding="utf-8")
        assert empty("load", "programme", str(day_file)).status == 0

    return of


def tried_here(shell: Shell, *, as_json: bool = False) -> None:
    """Carry the command out with addresses of this machine allowed."""
    options = argparse.Namespace(data=str(shell.folder), at=None, json=as_json, csv=False)
    context = CommandContext(options, {}, Console(Language()), shell.clock)
    check_links(
        context, LinkTrier(is_allowed=lambda address: address == "127.0.0.1", patience=1, pause=0)
    )


def test_an_address_of_this_machine_is_refused(empty: Shell, load: Load) -> None:
    load(inside="http://127.0.0.1:9/")
    result = empty("check-links", "--json")
    assert result.status == 1
    assert result.err == "1 address does not work.\n"
    assert json.loads(result.out)[0]["outcome"] == "not a public address"


def test_each_is_listed_with_what_came_of_it_the_dead_first(
    empty: Shell, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    with website() as site:
        load(a=site.url("/"), b=site.url("/old"), c=site.url("/404"))
        with pytest.raises(Refused, match="does not work"):
            tried_here(empty)
    shown = capsys.readouterr().out
    assert shown.index("Title of c") < shown.index("Title of a")
    for words in ("gone (404)", "leads elsewhere", "leads to http://127.0.0.1", "fine"):
        assert words in shown


def test_what_came_of_it_is_kept_and_undone(
    empty: Shell, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    name = ResourceId("a")
    with website() as site:
        load(a=site.url("/members"))
        tried_here(empty, as_json=True)
    row = json.loads(capsys.readouterr().out)[0]
    assert (row["outcome"], row["checked"]) == ("needs a login", "2026-09-01")
    kept = empty.school.programme.resources[name]
    assert (kept.outcome, kept.checked) == (LinkOutcome.LOGIN, date(2026, 9, 1))
    latest = empty("history").out.splitlines()[1]
    assert "addresses tried" in latest
    number = next(word for word in latest.split() if word.isdigit())
    assert empty("undo", number).status == 0
    assert empty.school.programme.resources[name].outcome is None


def test_loading_the_programme_again_keeps_what_came_of_it(empty: Shell, load: Load) -> None:
    with website() as site:
        load(a=site.url("/"))
        tried_here(empty)
        load(a=site.url("/"))
    assert empty.school.programme.resources[ResourceId("a")].outcome is LinkOutcome.FINE


def test_without_addresses_it_says_so(empty: Shell, day_file: Path) -> None:
    assert empty("load", "programme", str(day_file)).status == 0
    assert empty("check-links").out == "No resource has an address.\n"
