"""The settings of a school as a workbook lists them: a plain label each, and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.programme_toml import SWITCHES, WORDS
from kiosk.language import Language
from kiosk.settings import BOUNDS, Settings
from kiosk.text import Text, t

LABELS: dict[str, Text] = {
    "name_en": t("School's name"),
    "name_cy": t("School's name (Welsh)"),
    "nation": t("Nation"),
    "languages": t("Languages, the first one first"),
    "head": t("Headteacher"),
    "tutor": t("Professional tutor"),
    "tutor_title_en": t("Professional tutor's title"),
    "tutor_title_cy": t("Professional tutor's title (Welsh)"),
    "certificate_prefix": t("Certificate numbers begin with"),
    "certificate_proof": t("Marks that count for a certificate"),
    "certificate_share": t("Share of a session for a certificate"),
    "proof_to_take": t("Who needs a badge or PIN to give up a place"),
    "only_for_training": t("Records are for training only"),
    "keep_minutes": t("Show minutes of presence"),
    "show_arrivals": t("Show the latest arrivals"),
    "touch_keys": t("Show the on-screen keyboard"),
    "theme": t("Theme"),
    "printer": t("Printer for the roll call"),
    "time_zone": t("Time zone"),
    "full_week": t("A full week"),
    "opens_before": t("Sign-in opens before a session"),
    "late_after": t("Late after"),
    "moves_until": t("Waiting lists stop moving before a slot"),
    "part_from": t("Least part of a session that is offered"),
    "catch_up_days": t("Catch-up is due after"),
    "copies_kept": t("Copies are kept for"),
    "journals_kept": t("Changes are kept for"),
    "lock_after": t("Tutors' area locks after"),
    "undo_for": t("Sign-in can be undone for"),
    "idle_after": t("Screens count down after"),
    "idle_choosing": t("Screens count down after, when choosing"),
    "countdown": t("Length of the countdown"),
}
"""Label by the name in `school.toml`, in the order of the sheet."""

UNITS = {
    "minutes": t("a number of minutes, {least} to {most}"),
    "hours": t("a number of hours, {least} to {most}"),
    "days": t("a number of days, {least} to {most}"),
    "seconds": t("a number of seconds, {least} to {most}"),
    "per cent": t("a percentage, {least} to {most}"),
}

BY_LABEL = {
    squeeze_heading(written): name
    for name, label in LABELS.items()
    for written in (name, label.msgid, Language("cy").say(label))
}
"""Name by its label in English and in Welsh, squeezed."""


def about_setting(name: str) -> Text | str:
    """Return what a setting may be; blank: any text."""
    if name in BOUNDS:
        bounds = BOUNDS[name]
        return Text(UNITS[bounds.unit].msgid, {"least": bounds.least, "most": bounds.most})
    return ", ".join(choices_of(name))


def choices_of(name: str) -> tuple[str, ...]:
    """Return the words that a setting is one of; empty: any text or number."""
    return ("yes", "no") if name in SWITCHES else WORDS.get(name, ())


def written_settings(settings: Settings) -> Mapping[str, str | int]:
    """Return the settings by name, as a cell holds each."""
    values: dict[str, str | int] = {}
    for name in LABELS:
        stem, _, code = name.rpartition("_")
        if code in ("en", "cy"):
            values[name] = getattr(getattr(settings, stem), code)
        else:
            value = getattr(settings, name)
            values[name] = ("yes" if value else "no") if name in SWITCHES else value
    return values
