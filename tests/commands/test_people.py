"""`kiosk left`, `erase`, `export person` and `merge`: what is done about one person."""

from __future__ import annotations

from tests.commands.conftest import Shell


def test_who_has_left_is_listed_only_if_asked_for(kiosk: Shell) -> None:
    listed = kiosk("people", "--json").json
    before = len(listed)
    who = next(one for one in listed if not one["on_site"])
    result = kiosk("left", who["id"], "2026-08-31")
    assert (result.status, result.err) == (0, "")
    assert f"{who['forename']} {who['surname']}" in result.out
    assert len(kiosk("people", "--json").json) == before - 1
    assert [one["id"] for one in kiosk("people", "--left", "--json").json] == [who["id"]]
    assert "not at the school" in kiosk("sign-in", who["id"]).err
    assert "here again" in kiosk("left", who["id"], "--back").out
    assert kiosk("sign-in", who["id"]).status == 0


def test_leaving_needs_somebody_and_a_date(kiosk: Shell) -> None:
    assert kiosk("left", "XXX").sentence == "Nobody here has the id XXX."
    assert kiosk("left", "GBO", "soon").status == 2
