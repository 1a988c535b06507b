"""A school's settings as people see them: by group, each with a label and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import msgspec

from kiosk.errors import Problem
from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.fields import FieldReader
from kiosk.exchange.programme_toml import SWITCHES, WORDS, settings_in
from kiosk.language import Language
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.names import fold
from kiosk.settings import BOUNDS, Settings
from kiosk.text import Text, t, tc, tn


class Setting(msgspec.Struct, frozen=True):
    """A setting's label and explanation."""

    label: Text
    what: Text
    """What it does."""


def _is(label: Text, what: Text) -> Setting:
    return Setting(label, what)


# fmt: off
GROUPS: tuple[tuple[Text, dict[str, Setting]], ...] = (
    (t("The school"), {
        "name_en": _is(t("School's name"), t("Stands on Welcome and on every printed page.")),
        "name_cy": _is(t("School's name (Welsh)"), t("Blank: the English name.")),
        "nation": _is(t("Nation"), t("In Wales, certificates and catch-up slips of a school with "
                                     "two languages are in both. Some words and the number of "
                                     "INSET days follow from it too.")),
        "inset_days": _is(t("INSET days a year"),
                          t("0: as usual, 5 in England, 6 in Wales.")),
        "languages": _is(t("Languages, the first one first"),
                         t("The languages of the screens. Welcome is in the first.")),
        "head": _is(t("Headteacher"), t("The name on certificates.")),
        "tutor": _is(t("Professional tutor"), t("The name on certificates.")),
        "tutor_title_en": _is(t("Professional tutor's title"),
                              t("What your school calls the professional tutor, such as CPD lead. "
                                "Blank: the usual title.")),
        "tutor_title_cy": _is(t("Professional tutor's title (Welsh)"),
                              t("Blank: the usual title.")),
        "time_zone": _is(t("Time zone"), t("The zone in which days and times are meant.")),
    }),
    (t("Certificates and records"), {
        "certificate_prefix": _is(t("Certificate numbers begin with"),
                                  t("One to eight capital letters or digits.")),
        "certificate_proof": _is(t("Marks that count for a certificate"),
                                 t("Whether a typed name is enough. In required training it never "
                                   "is.")),
        "certificate_share": _is(t("Share of a session for a certificate"),
                                 t("How much of a session somebody must be there for, as far as it "
                                   "is in their hours.")),
        "only_for_training": _is(t("Records are for training only"),
                                 t("The kiosk and every page then say that records are not used "
                                   "for pay, capability or discipline. Your school must have "
                                   "agreed to it.")),
        "keep_minutes": _is(t("Show minutes of presence"),
                            t("On registers, in lists and on certificates.")),
        "catch_up_days": _is(t("Catch-up is due after"),
                             t("How long people have to catch up on what they missed.")),
        "hold_days": _is(t("A place in a repeat is held for"),
                         t("So long after a catch-up slip is printed, a free place in a repeat of "
                           "the session is kept for its person. 0: none is kept.")),
        "confirm_catch_ups": _is(t("Catch-ups handed in are confirmed"),
                                 t("A professional tutor then confirms each required catch-up. "
                                   "Required training is always confirmed.")),
        "stub_to_en": _is(t("Where stubs are handed in"),
                          t("Stands on catch-up slips, such as: the tray in the office. Blank: "
                            "people scan the stub at the kiosk.")),
        "stub_to_cy": _is(t("Where stubs are handed in (Welsh)"), t("Blank: the English words.")),
        "slips_on": _is(t("Paper for slips"), t("On A4, two slips stand side by side.")),
    }),
    (t("Signing in and places"), {
        "opens_before": _is(t("Sign-in opens before a session"),
                            t("From when people can sign in to a session.")),
        "late_after": _is(t("Late after"),
                          t("How long after the start somebody is still on time.")),
        "undo_for": _is(t("Sign-in can be undone for"),
                        t("How long the wrong person's sign-in can be taken back at once.")),
        "proof_to_take": _is(t("Who needs a badge or PIN to give up a place"),
                             t("Also to change a place and to leave the site.")),
        "moves_until": _is(t("Waiting lists stop moving before a slot"),
                           t("After that, people take free places themselves.")),
        "part_from": _is(t("Least part of a session that is offered"),
                         t("Sessions that run past somebody's hours are offered if so much is "
                           "within them. 0: only whole sessions.")),
        "full_week": _is(t("A full week"), t("People who work fewer hours count as part-time.")),
    }),
    (t("This kiosk"), {
        "show_arrivals": _is(t("Show the latest arrivals"),
                             t("On Welcome, by first name and initial.")),
        "touch_keys": _is(t("Show the on-screen keyboard"),
                          t("From the start, for a machine without a keyboard.")),
        "theme": _is(t("Theme"), t("The colours that the kiosk starts with. F12 changes them.")),
        "printer": _is(t("Printer"),
                       t("Its name on this machine. The roll call goes there by itself, other "
                         "pages by P. Blank: all are only saved as files.")),
        "idle_after": _is(t("Screens count down after"),
                          t("A screen that nobody touches then goes back to Welcome.")),
        "idle_choosing": _is(t("Screens count down after, when choosing"),
                             t("The same while somebody reads the workshops.")),
        "countdown": _is(t("Length of the countdown"),
                         t("Any key gives more time.")),
        "lock_after": _is(t("Tutors' area locks after"),
                          t("So long without a key.")),
    }),
    (t("Data"), {
        "copies_kept": _is(t("Copies are kept for"), t("The daily copies beside the data.")),
        "journals_kept": _is(t("Changes are kept for"),
                             t("The record of who changed what and when.")),
    }),
)
# fmt: on
"""Settings by their names in `school.toml`, in the order of the sheet and of the screen."""

SETTINGS = {name: one for _, group in GROUPS for name, one in group.items()}
LABELS = {name: one.label for name, one in SETTINGS.items()}

UNITS = {
    "minutes": t("a number of minutes, {least} to {most}"),
    "hours": t("a number of hours, {least} to {most}"),
    "days": t("a number of days, {least} to {most}"),
    "seconds": t("a number of seconds, {least} to {most}"),
    "per cent": t("a percentage, {least} to {most}"),
}

WORD_NAMES = {
    "yes": tc("a setting", "Yes"), "no": tc("a setting", "No"),
    "wales": t("Wales"), "england": t("England"),
    "en+cy": t("English and Welsh, English first"), "cy+en": t("Welsh and English, Welsh first"),
    "en": t("English"), "cy": t("Welsh"),
    "any": t("Any mark"), "personal": t("By badge, PIN or a tutor"),
    "none": t("Nobody"), "given": t("Anyone with either"), "always": t("Everyone"),
    "a5": t("A5, one on a page"), "a4": t("A4, two on a page"),
    "slate": t("Dark"), "paper": t("Light"), "contrast": t("High contrast"),
}  # fmt: skip
"""What the words that a setting may be are called on a screen."""

BY_LABEL = {
    squeeze_heading(written): name
    for name, label in LABELS.items()
    for written in (name, label.msgid, Language("cy").say(label))
}
"""Name by its label in English and in Welsh, squeezed."""

BY_WORD_NAME = {
    fold(said): word
    for word, name in WORD_NAMES.items()
    for said in (name.msgid, Language("cy").say(name))
}
"""The words that a setting may be by what they are called on a screen, in English and in Welsh."""

MAY_BE_BLANK = frozenset({
    "head", "tutor", "printer", "tutor_title_en", "tutor_title_cy", "stub_to_en", "stub_to_cy",
})  # fmt: skip


def setting_named(label: str) -> str:
    """Return the name of a setting by its label in either language, or as `school.toml` has it."""
    return BY_LABEL.get(squeeze_heading(label), label)


def nearest_setting(label: str) -> Text:
    """Return what is expected in place of a label that is no setting's: the nearest that is."""
    for nearest in get_close_matches(squeeze_heading(label), BY_LABEL, 1, 0.5):
        return t("the name of a setting; the nearest is “{name}”", name=LABELS[BY_LABEL[nearest]])
    return t("the name of a setting; an empty workbook lists them all")


def value_named(name: str, text: str) -> str:
    """Return a value as files have it, by what a screen calls it; another text stays."""
    word = BY_WORD_NAME.get(fold(text), text)
    return word if word in choices_of(name) else text


def about_setting(name: str) -> Text | str:
    """Return what a setting may be; blank: any text."""
    if name in BOUNDS:
        bounds = BOUNDS[name]
        return Text(UNITS[bounds.unit].msgid, {"least": bounds.least, "most": bounds.most})
    return ", ".join(choices_of(name))


def choices_of(name: str) -> tuple[str, ...]:
    """Return the words that a setting is one of; empty: any text or number."""
    return ("yes", "no") if name in SWITCHES else WORDS.get(name, ())


def shown_setting(name: str, value: str | int) -> Text | str:
    """Return the value of a setting for reading, with its unit."""
    if name == "inset_days" and not value:
        return t("The usual number")
    if name in BOUNDS and isinstance(value, int):
        match BOUNDS[name].unit:
            case "minutes":
                return tn("{n} minute", "{n} minutes", value)
            case "hours":
                return tn("{n} hour", "{n} hours", value)
            case "days":
                return tn("{n} day", "{n} days", value)
            case "seconds":
                return tn("{n} second", "{n} seconds", value)
            case _:
                return f"{value}%"
    return WORD_NAMES[str(value)] if value in choices_of(name) else str(value)


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


def read_setting(
    settings: Settings, name: str, text: str
) -> tuple[FileRecord[Settings], list[Problem]]:
    """Return a setting with another value, read as `school.toml` is, and what is wrong with it."""
    problems: list[Problem] = []
    values: dict[str, object] = {name: text}
    stem, _, code = name.rpartition("_")
    if code in ("en", "cy"):  # the two are one setting
        other = f"{stem}_{'cy' if code == 'en' else 'en'}"
        values[other] = written_settings(settings)[other]
    entry = FieldReader("", 0, values, problems)
    # one of two names is enough, as in files
    if name not in MAY_BE_BLANK and not any(str(value).strip() for value in values.values()):
        entry.needed(name)
    return settings_in(entry, None, None), problems
