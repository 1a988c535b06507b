"""`kiosk repair` and `kiosk restore`."""

from __future__ import annotations

from pathlib import Path

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
    assert "Everything is back in place" in out
    assert "  attendance.json: changes 1 to 2" in out
    assert "1 line could not be read" in out
    report = out.split()[-1]
    assert Path(report).read_text(encoding="utf-8") in out, "the report is kept"
    assert on_site(kiosk) == [{"id": "TAI", "on_site": True}]
    assert kiosk("sign-in", "SJO").status == 0
    assert "not looked into" not in kiosk("erase", "TAI", "--yes").err


def test_whoever_reads_is_told_where_changes_are_missing_that_were_saved(kiosk: Shell) -> None:
    cut_last_arrival(kiosk)
    for command in (["people"], ["attendance"], ["people", "--json"]):
        done = kiosk(*command)
        assert (done.status, done.out) == (1, "")
        assert "saved changes are missing" in done.sentence
        assert "kiosk repair" in done.sentence


def test_a_school_whose_files_are_gone_is_put_back_from_its_copies(kiosk: Shell) -> None:
    for path in kiosk.folder.glob("attendance.json*"):
        path.unlink()
    for command in ("people", "sign-in TAI", "attendance --json"):
        done = kiosk(*command.split())
        assert done.status == 1
        assert "are missing" in done.sentence
        assert "kiosk repair" in done.sentence
    assert "Everything is back in place" in kiosk("repair").out
    assert kiosk("sign-in", "TAI").status == 0


def test_what_no_file_holds_is_named_and_the_next_step_too(kiosk: Shell) -> None:
    cut_last_arrival(kiosk)
    out = kiosk("repair").out
    assert "could be saved is back in place" in out
    assert "Missing: change 2." in out
    assert "enter again what is missing" in out
    assert kiosk("sign-in", "SJO").status == 0


def test_a_copy_is_followed_by_the_changes_after_it_if_that_is_asked_for(kiosk: Shell) -> None:
    [copy] = (kiosk.folder / "attendance.backups").iterdir()
    kiosk("sign-in", "TAI")
    (kiosk.folder / "attendance.json").write_bytes(b"{")
    out = kiosk("restore", str(copy), "--with-later").out
    assert "1 later change was included." in out
    assert on_site(kiosk) == [{"id": "TAI", "on_site": True}]


def cut_last_arrival(kiosk: Shell) -> None:
    """Sign somebody in, and lose that line wherever it stands: checkpoint, copy and journal."""
    before = {path: path.read_bytes() for path in kiosk.folder.rglob("*.json")}
    kiosk("sign-in", "TAI")
    for path in kiosk.folder.rglob("*.json"):
        if path in before:
            path.write_bytes(before[path])
    journal = kiosk.folder / "attendance.json.j000001"
    *lines, _last = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines))


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
