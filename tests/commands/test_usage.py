from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import kiosk as package
from kiosk import commands
from kiosk.commands import open_screens
from kiosk.commands.context import CommandContext
from kiosk.commands.table import GROUPS
from tests.commands.conftest import COMMANDS, Shell


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_has_an_example_and_fits_eighty_columns(empty: Shell, command: str) -> None:
    result = empty.bare(*command.split(), "--help")
    assert (result.status, result.err) == (0, "")
    assert "Example: kiosk" in result.out
    assert max(map(len, result.out.splitlines())) <= 81
    assert "--data DIR" in result.out


def test_the_overview_names_every_command(empty: Shell) -> None:
    out = empty.bare("--help").out
    assert not [command for command in COMMANDS if command not in out]


def test_the_table_names_functions_that_are_there() -> None:
    waiting = [command for _, group in GROUPS for command in group]
    for command in waiting:
        waiting += command.parts
        assert command.parts or commands.load_function(command.runs).__doc__


def test_the_version_is_told(empty: Shell) -> None:
    assert empty.bare("--version").out == f"kiosk {package.__version__}\n"
    assert empty.bare("--data", "x", "--version").out == f"kiosk {package.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        "frobnicate",
        "sign-in",
        "choose SJO",
        "mark SJO A1",
        "mark SJO A1 asleep",
        "load",
        "load staff",
        "load pupils x.csv",
        "load choices",
        "draw",
        "draw soon",
        "check soon",
        "draw 2026-09-01 --wet-run",
        "print",
        "print money",
        "people --csv --json",
        "people --day 31/02/2026",
        "people --day soon",
        "people --fin x",
        "--at 8.20 people",
        "people --at 25:00",
        "people --at 08:60",
        "demo --at noon",
        "people extra",
        "backups --to",
        "backups --to x --only-here",
        "backups --passphrase --no-passphrase",
    ],
)
def test_wrong_usage_is_status_two_with_one_line(empty: Shell, words: str) -> None:
    result = empty(*words.split())
    assert result.status == 2
    assert "--help" in result.sentence


def test_data_and_at_stand_before_or_after_the_command(kiosk: Shell) -> None:
    data, at = ("--data", str(kiosk.folder)), ("--at", "11:11")
    for number, (first, last) in enumerate(
        itertools.product([(), data, at, (*data, *at)], repeat=2)
    ):
        if set(first) & set(last) or len((*first, *last)) != 4:
            continue
        result = kiosk.bare(*first, "mark", "TAI", "A1", another_mark(number), *last)
        assert result.status == 0
        [row] = kiosk("attendance", "--json").json
        assert row["at"] == "2026-09-01T11:11:00+01:00"


def another_mark(number: int) -> str:
    """Return a mark unlike the one before."""
    return ("present", "absent")[number % 2]


def test_the_environment_names_the_folder_and_an_option_goes_before_it(
    kiosk: Shell, empty: Shell
) -> None:
    empty.environ["KIOSK_DATA"] = str(kiosk.folder)
    assert len(empty.bare("people", "--json").json) == 120
    assert empty("people").status == 1


def test_an_unexpected_error_is_one_sentence_without_personal_data(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_call: CommandContext) -> None:
        raise KeyError("Siân Jones")

    monkeypatch.setattr(commands, "load_function", lambda _where: fail)
    result = kiosk("people")
    assert result.status == 1
    assert result.sentence == (
        "Sorry, something went wrong (KeyError). See whether your last entry is there. If not, do "
        "it again."
    )


def test_an_error_of_the_system_names_the_file(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_call: CommandContext) -> None:
        raise PermissionError(13, "Permission denied", "/x/y")

    monkeypatch.setattr(commands, "load_function", lambda _where: fail)
    assert kiosk("people").sentence == "/x/y cannot be used: Permission denied."


def test_control_c_ends_without_a_traceback(kiosk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_call: CommandContext) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "load_function", lambda _where: stop)
    result = kiosk("people")
    assert (result.status, result.sentence) == (130, "Stopped.")


def test_kiosk_alone_opens_the_data_folder(empty: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = pretend(monkeypatch, [None])
    assert empty().status == 0
    assert shown == [(empty.folder, False, "14:05")]


def test_kiosk_alone_with_a_time_runs_on_from_it(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = pretend(monkeypatch, [None])
    kiosk("--at", "11:00")
    assert shown == [(kiosk.folder, True, "11:00")]


def test_who_picks_the_sample_gets_it_in_a_folder_of_its_own(
    empty: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = pretend(monkeypatch, ["sample", None])
    assert empty().status == 0
    beside = empty.folder.with_name("school-demo")
    assert shown == [(empty.folder, False, "14:05"), (beside, True, "08:20")]


def test_kiosk_demo_lays_and_opens_the_sample(
    empty: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = pretend(monkeypatch, [None, None])
    assert empty("demo").status == 0
    assert empty("demo", "--at", "12:00").status == 0
    assert shown == [(empty.folder, True, "08:20"), (empty.folder, True, "12:00")]


def test_screens_that_ended_by_an_error_begin_again_by_themselves(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = pretend(monkeypatch, ["crash", None])
    assert kiosk().status == 0
    assert len(shown) == 2


def test_screens_that_always_end_by_an_error_are_a_failure(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_screens, "PAUSE", 0.0)
    pretend(monkeypatch, ["crash"] * open_screens.TRIES)
    result = kiosk()
    assert result.status == 1
    assert "Something went wrong" in result.sentence
    assert str(kiosk.folder / "kiosk.log") in result.sentence


def test_a_day_may_have_more_errors_than_that_with_calm_between_them(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_screens, "PAUSE", 0.0)
    monkeypatch.setattr(open_screens, "CALM", -1.0)
    shown = pretend(monkeypatch, [*["crash"] * (2 * open_screens.TRIES), None])
    assert kiosk().status == 0
    assert len(shown) == 2 * open_screens.TRIES + 1


def pretend(
    monkeypatch: pytest.MonkeyPatch, answers: list[str | None]
) -> list[tuple[Path, bool, str]]:
    """Replace the screens by some that return these answers; return what each was opened on."""
    from kiosk.factory import Kiosk

    shown: list[tuple[Path, bool, str]] = []

    class Screens:
        return_code: int | None = None

        def __init__(self, opened: Kiosk) -> None:
            self._opened = opened

        def run(self) -> str | None:
            opened = self._opened
            shown.append((opened.folder, bool(opened.demo_pin), f"{opened.desk.now():%H:%M}"))
            answer = answers.pop(0)
            self.return_code = int(answer == "crash")
            return answer

    monkeypatch.setattr(Kiosk, "app", lambda self, _language, **_: Screens(self))
    monkeypatch.setattr(open_screens, "is_terminal", lambda: True)
    return shown
