"""`kiosk history`, `kiosk repair` and `kiosk restore`."""

from __future__ import annotations

from kiosk.factory import assemble
from kiosk.rules.attendance.self_added import SelfDescription, add_self, remove_self_added
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.terms import GuestKind
from tests.commands.conftest import Shell


def test_the_history_of_a_person_tells_when_what_and_by_whom(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    kiosk("choose", "TAI", "B1")
    out = kiosk("history", "TAI").out
    heading, loaded, signed_in, chosen = out.splitlines()
    assert heading.split() == ["When", "What", "About", "By", "Known", "by", "Device"]
    assert "create sample" in loaded, "it wrote the entry of this person"
    assert signed_in.startswith("2026-09-01 08:20:00  sign in  ")
    assert signed_in.count("command") == 2, "by whom, and how that is known"
    assert chosen.split()[2] == "choose"
    assert kiosk("history", "TAI", "--json").json[-1]["about"] == ["TAI", "B1"]
    assert '"evidence": "command"' in kiosk("history", "TAI", "--json").out


def test_an_id_that_nobody_has_or_had_has_no_history_and_says_so(kiosk: Shell) -> None:
    for as_what in ((), ("--json",)):
        result = kiosk("history", "nobody", *as_what)
        assert result.status == kiosk("sign-in", "nobody").status == 1
        assert result.sentence == "Nobody here and no session has the id nobody."


def test_what_nobody_changed_since_has_the_history_of_its_loading(kiosk: Shell) -> None:
    for known in ("TAI", "A1"):
        asked = [entry["decision"] for entry in kiosk("history", known, "--json").json]
        assert asked == ["create_sample"]


def test_who_is_gone_still_has_a_history(kiosk: Shell) -> None:
    newcomer = SelfDescription("Dewi", "Prys", GuestKind.VISITOR)
    with assemble(kiosk.folder, kiosk.clock) as opened:
        for decided in (add_self("new-7", newcomer), remove_self_added("new-7")):
            opened.desk.perform_now(decided, TUTOR)
    asked = [entry["decision"] for entry in kiosk("history", "new-7", "--json").json]
    assert asked == ["add_self", "remove_self_added"]


def test_a_school_that_is_whole_is_not_repaired(kiosk: Shell) -> None:
    assert kiosk("repair").out.startswith("Nothing is damaged")


def test_a_damaged_school_is_repaired_as_its_sentence_says(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    journal = kiosk.folder / "attendance.json.j000001"
    data = bytearray(journal.read_bytes())
    data[-10] ^= 1
    journal.write_bytes(bytes(data))
    assert "kiosk repair" in kiosk("sign-in", "SJO").sentence
    out = kiosk("repair").out
    assert "damaged files are in" in out
    assert "1 line does not check." in out
    assert kiosk("people").status == 0


def test_going_back_to_a_copy_and_back_again(kiosk: Shell) -> None:
    [copy] = (kiosk.folder / "attendance.backups").iterdir()
    kiosk("sign-in", "TAI")
    here, gone = ([{"id": "TAI", "on_site": on_site}] for on_site in (True, False))
    out = kiosk("restore", str(copy)).out
    assert "The copy is in place" in out
    assert on_site(kiosk) == gone
    assert kiosk("restore", out.split()[-1]).status == 0
    assert on_site(kiosk) == here
    asked = [entry["decision"] for entry in kiosk("history", "TAI", "--json").json]
    assert asked == ["create_sample", "sign_in"], "what was done stays in the history"
    assert "no file" in kiosk("restore", "nowhere.json").sentence


def on_site(kiosk: Shell) -> list[dict[str, object]]:
    found = kiosk("people", "--json").json
    return [{name: one[name] for name in ("id", "on_site")} for one in found if one["id"] == "TAI"]
