"""Every message is in the catalogue, no text bypasses it, and commands and pages use it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from msgspec import structs

from kiosk.cli import main
from kiosk.commands.command import CHOICES
from kiosk.day_pages import write_for_all
from kiosk.factory import assemble
from kiosk.printing import Kind, decision_for, plan, write
from kiosk.rules.attendance.marks import mark
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, at
from tests.commands.conftest import COMMANDS
from tests.screens.kiosks import TRUE_TIME
from tests.screens.pseudo import Pseudo, alter, say_otherwise
from tests.welsh.catalogue import extracted
from tests.welsh.checks import english_of

ROOT = Path(__file__).parents[2]
SINKS = {
    "notify", "Static", "Label", "Button", "update", "show_text", "show", "tell", "warn",
    "KioskError", "Refused",
    "NotSaved", "Busy", "DataFolderError", "CannotPrint", "ConfirmDialog", "TopBar",
}  # fmt: skip
"""The names of calls whose text a person reads."""
TITLES = {"border_title", "border_subtitle", "placeholder", "tooltip"}

WORDS = {word for path in COMMANDS for word in path.split()} | {
    word for choices in CHOICES.values() for word in choices
}
TYPED = re.compile(
    r"“kiosk [^”]*”|(?<!\w)/[\w/]+|[\w/.-]+\.(toml|csv|xlsx|md|pdf|log|json)\b|"
    rf"\b(kiosk|{'|'.join(sorted(WORDS, key=len, reverse=True))}|csv|json)\b|"
    r"--?[a-z-]+|[A-Z_]{2,}|\{[^}]*\}|\bMM\b"
)
"""Words typed as they are in any language: commands, options and placeholders."""


def test_every_message_is_found_for_the_catalogue() -> None:
    found = {english_of(message)[0] for message in extracted() if message.id}
    for message in (
        "Type your name to sign in",
        "{n} free",
        "not yet in",
        "Leave site",
        "Choose: {n} workshop",
        "Just in",
    ):
        assert message in found
    assert len(found) > 300


def sources() -> Iterator[tuple[Path, ast.AST]]:
    for folder in ("kiosk", "printables"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def bare(node: ast.AST) -> bool:
    """Return whether a syntax node is a string with an English word in it."""
    if isinstance(node, ast.JoinedStr):
        return any(bare(part) for part in node.values)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"[A-Za-z]{2,}", node.value) is not None
    )


def test_nothing_shows_a_text_that_was_not_translated() -> None:
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            shown: list[ast.expr] = []
            if isinstance(node, ast.Call) and _name(node.func) in SINKS:
                shown = node.args
            elif isinstance(node, ast.Assign) and any(_name(one) in TITLES for one in node.targets):
                shown = [node.value]
            found += [f"{path}:{one.lineno}" for one in shown if bare(one)]
    assert found == []


def test_every_key_is_described_by_a_message() -> None:
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "Binding":
                if len(node.args) < 3 and any(one.arg == "show" for one in node.keywords):
                    continue  # it is on no key bar, nor in the help
                described = node.args[2]
                if not (isinstance(described, ast.Call) and _name(described.func) == "n_"):
                    found.append(f"{path}:{node.lineno}")
    assert found == []


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def english(said: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", TYPED.sub(" ", said))


@pytest.fixture
def otherwise(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample school and its commands in the pseudo-language."""
    with assemble(sample, lambda: TRUE_TIME) as kiosk:
        kiosk.desk.perform_now(say_otherwise(), Actor("test", Evidence.TYPED))
    monkeypatch.setattr("kiosk.commands.Language", lambda _code: Pseudo())
    return sample


def clock() -> datetime:
    return TRUE_TIME


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_of_every_command_is_translated(
    otherwise: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    main(["--data", str(otherwise), *command.split(), "--help"], environ={}, clock=clock)
    said = capsys.readouterr().out
    assert alter("Example") in said or not command
    # what is typed is not translated, nor are the words that commands had before
    typed = r"--find (?:sian|hall)|--zone Upper|by\W+mistake|\b(?:evaluations|check|open|close)\b"
    assert english(re.sub(typed, "", said)) == []


@pytest.mark.parametrize(
    "line",
    [
        "sign-in FDV", "sign-in NOBODY", "choose FDV A4", "choose FDV A7", "choose NIA B1",
        "mark GBO BRIEF present", "print certificates", "print certificates --day 1999-01-01",
        "people --find zzz", "sessions", "load staff nowhere", "load choices nowhere",
        "draw 2026-09-01", "print form --person FDV",
    ],
)  # fmt: skip
def test_what_the_commands_say_is_translated(
    otherwise: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    words = line.split()
    main(["--data", str(otherwise), *words], environ={}, clock=clock)
    out, err = capsys.readouterr()
    said = out + err
    for word in sorted({*words, "nowhere", "demo/pages"}, key=len, reverse=True):
        said = said.replace(word, " ")
    assert english(said) == []


def test_printed_pages_are_translated(otherwise: Path, tmp_path: Path) -> None:
    with assemble(otherwise, lambda: TRUE_TIME) as kiosk:
        kiosk.desk.clock = lambda: at("16:00")
        for person in ("GBO", "FDV"):
            kiosk.desk.perform_now(
                mark(PersonId(person), "BRIEF", MarkState.PRESENT), Actor("test", Evidence.TYPED)
            )
        for kind in Kind:
            kiosk.desk.perform_now(decision_for(kind, DAY, "GBO"), Actor("test", Evidence.TYPED))
        in_one = structs.replace(kiosk.desk.school.settings, languages="en")
        school = kiosk.desk.school.apply([put(in_one)])
        for kind in Kind:
            write(plan(school, kiosk.desk.now(), kind, DAY, Pseudo(), "GBO"), tmp_path)
        for what in ("form", "codes"):
            write_for_all(what, school, DAY, tmp_path, Pseudo())
        for path in tmp_path.glob("*.pdf"):
            text = "\n".join(page.get_textpage().get_text_range() for page in _pages(path))
            bare_text = re.sub(
                r"(https?://)?[\w-]+(\.[\w-]+)+\S*|Hwb|(?:INSET|STUB)-\S+|\w+(-\w+){2,}|\S*[/=_]\S*",
                " ",
                text,
            )
            assert alter("the") in text
            assert english(bare_text) == [], text


def _pages(path: Path) -> Iterator[pypdfium2.PdfPage]:
    yield from pypdfium2.PdfDocument(path)
