"""`kiosk repair` and `kiosk restore`."""

from __future__ import annotations

from tests.commands.conftest import Shell


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
