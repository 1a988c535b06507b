"""The papers on data protection that a school fills in before real names come in.

Web pages that any office program opens and edits. They say what the program does and keeps; what
only the school can know is left to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import msgspec

from kiosk.language import Language
from kiosk.rules.model.privacy import agreed_use
from kiosk.settings import Settings
from kiosk.text import Text, t

FILL = t("[Please fill in]")

Row = tuple[Text, Text]
Part = Text | list[Text] | list[Row]
"""A paragraph, a list, or a table of two columns."""


class Section(msgspec.Struct, frozen=True):
    """A heading and what stands below it."""

    heading: Text
    parts: tuple[Part, ...]


class Paper(msgspec.Struct, frozen=True):
    """One paper."""

    name: str
    """Of its file, without language and ending."""
    title: Text
    sections: tuple[Section, ...]


KEPT = [
    t("From the staff list: name, role, department, duties, working hours, staff code, badge code "
      "and the language you prefer. For new staff also the induction track, the first day and the "
      "mentor."),
    t("From the day: when you arrived and left, the workshops you chose or wait for, whether you "
      "were present, late, left early, absent or released, who noted it and how."),
    t("Afterwards: what is to be caught up and what is done, required training, induction steps "
      "and certificates."),
    t("If you were invited to a day you don't work: the hours, the terms and your answer."),
    t("Topics you asked for training on, if the school's list has them."),
    t("If you set a PIN: a scrambled form of it, from which nobody can read the PIN."),
]  # fmt: skip

NEVER = t(
    "It never keeps why somebody is absent, and has no place for date of birth, National Insurance "
    "number, health, ethnicity, religion, pay or appraisal. Such columns of a staff list "
    "are never taken in."
)
FEEDBACK = t(
    "Feedback on sessions is kept as counts, without names, and shown only where five or more "
    "people answered."
)
LOCAL = t(
    "All of it is in one folder on the school's own machine. The program sends nothing over the "
    "internet and has no outside provider."
)


SEEN_BY = [
        t("Anyone at the kiosk: names to sign in with, and what a notice on the wall could say, "
          "such as rooms and today's workshops."),
        t("You, after your badge or PIN: everything of your own day and what follows from it."),
        t("People who lead a session: the register of that session."),
        t("Reception, with its PIN: who is in, not yet in or to be checked, and the roll call."),
        t("Professional tutors, with their PIN: all records."),
        t("The head, governors and grant funders: numbers without names, and no group of fewer "
          "than five by itself."),
    ]  # fmt: skip


def _how_long(settings: Settings) -> list[Text]:
    return [
        t("Records stay until the school deletes them. The school has decided on:"),
        FILL,
        t("Earlier versions of changed or deleted entries: {days} days.",
          days=settings.journals_kept),
        t("Copies of the data: {days} days.", days=settings.copies_kept),
        t("Printed pages, such as the roll call, until the school shreds them."),
    ]  # fmt: skip


RIGHTS = [
    t("To see it: the office writes everything held on you to a file (kiosk export person)."),
    t("To have it put right: tell a professional tutor. The correction and its reason are kept."),
    t("To have it deleted: the office can remove everything held on you from every file and from "
      "the copies beside them (kiosk erase). Copies kept elsewhere are deleted by hand."),
    t("To object, or to have its use restricted: ask the school's data protection officer."),
    t("To complain: to the school first, or to the Information Commissioner's Office, ico.org.uk."),
]  # fmt: skip


def _use(settings: Settings) -> Text:
    return agreed_use(settings) or t(
        "Whether these records may be used for pay, capability or discipline is for the school to "
        "agree with its staff. If it agrees that they are not, set only_for_training in the "
        "settings: the kiosk and every printed page then say so."
    )


def privacy_papers(settings: Settings) -> tuple[Paper, ...]:
    """Return the papers of a school."""
    notice = Paper(
        "privacy-notice", t("Privacy notice: the INSET kiosk"),
        (
            Section(t("Who is responsible"), (
                t("{school} is responsible for this data.", school=settings.name),
                [(t("Data protection officer"), FILL), (t("How to reach them"), FILL)],
            )),
            Section(t("What is kept"), (KEPT, NEVER, FEEDBACK)),
            Section(t("Why, and on what basis"), (
                t("To run staff training days: to know who is in the building, give places in "
                  "workshops fairly, keep the record of training, and help people catch up."),
                t("The usual basis for a school is its public task (UK GDPR, Article 6(1)(e)), and "
                  "for the roll call its duty to keep people safe. Your data protection officer "
                  "decides:"),
                FILL,
                _use(settings),
            )),
            Section(t("Who sees it"), (SEEN_BY, LOCAL)),
            Section(t("For how long"), (_how_long(settings),)),
            Section(t("Your rights"), (RIGHTS,)),
        ),
    )  # fmt: skip
    return notice, _assessment(settings), _staff_page(settings)


def _assessment(settings: Settings) -> Paper:
    return Paper(
        "impact-assessment", t("Data protection impact assessment: the INSET kiosk"),
        (
            Section(t("1. What is planned"), (
                t("Staff sign in on a shared machine in the staffroom and choose workshops. "
                  "Professional tutors follow who attends, and print certificates and catch-up "
                  "slips."),
                [(t("School"), t("{school}", school=settings.name)), (t("Number of people"), FILL),
                 (t("Where the machine stands"), FILL), (t("Who looks after it"), FILL)],
                KEPT, NEVER, FEEDBACK, LOCAL,
            )),
            Section(t("2. Who was asked"), (
                [(t("Staff and their representatives"), FILL),
                 (t("Data protection officer"), FILL)],
            )),
            Section(t("3. Is it needed, and is it fair?"), (
                t("It keeps no more than a paper register and sign-up lists would, with the hours "
                  "people are paid for, so that nobody is required outside them."),
                t("Places go first come, first served or by a draw that anyone can repeat. The "
                  "program decides nothing else about people."),
                _use(settings),
                [(t("Basis in law"), FILL), (t("Other ways that were considered"), FILL)],
            )),
            Section(t("4. Risks, and what is done about them"), (
                [
                    (t("Someone signs in as somebody else"),
                     t("A typed name opens only what a notice could say. A badge or PIN opens the "
                       "rest, and “that was not me” is noted for a professional tutor.")),
                    (t("Someone reads the screen over a shoulder"),
                     t("Screens go back to Welcome by themselves, and the tutors' area locks after "
                       "{minutes} minutes.", minutes=settings.lock_after)),
                    (t("The machine is stolen"),
                     t("The data on it are not encrypted by the program: use the machine's own "
                       "disk encryption. Copies in a second folder can have a passphrase.")),
                    (t("Data are lost"),
                     t("Every change is on the disk before it is shown as saved, and each day "
                       "leaves a copy.")),
                    (t("Records are used to watch or judge people"),
                     t("No reasons for absence, no minutes of presence unless the school turns "
                       "them on, numbers without names for everyone else.")),
                    (t("Data are kept too long"),
                     t("Copies go after {copies} days, earlier versions after {days}. The school "
                       "sets a date for the rest.", copies=settings.copies_kept,
                       days=settings.journals_kept)),
                    (t("Lists with names leave the school"),
                     t("Only those with the machine's account can write lists to files. Lists of "
                       "several days never say who was absent.")),
                    (t("Another risk here"), FILL),
                ],
            )),
            Section(t("5. Decision"), (
                [(t("Risk that remains"), FILL), (t("Decided by, and date"), FILL),
                 (t("Advice of the data protection officer"), FILL),
                 (t("To be looked at again on"), FILL)],
            )),
        ),
    )  # fmt: skip


def _staff_page(settings: Settings) -> Paper:
    return Paper(
        "staff-page", t("The INSET kiosk: for staff and their representatives"),
        (
            Section(t("What it is for"), (
                t("You sign in with a few letters of your name, choose workshops and see where to "
                  "be next. It is no time clock: it knows your hours so that nothing outside them "
                  "is required of you."),
            )),
            Section(t("What it knows about you"), (KEPT, NEVER, FEEDBACK)),
            Section(t("Who sees it"), (SEEN_BY,)),
            Section(t("What was agreed"), (
                _use(settings),
                [(t("Agreed with (union, representatives)"), FILL), (t("On"), FILL),
                 (t("Minutes of presence are shown"),
                  t("yes") if settings.keep_minutes else t("no")),
                 (t("Records are deleted after"), FILL),
                 (t("Whom to ask"), FILL)],
            )),
            Section(t("Your rights"), (RIGHTS,)),
        ),
    )  # fmt: skip


STYLE = (
    "body{font:12pt/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}td{border:1px solid #888;padding:.4em;"
    "vertical-align:top}td:first-child{width:38%;font-weight:bold}mark{background:#ff9}"
)


def privacy_files(settings: Settings) -> dict[str, bytes]:
    """Return the papers as files by name, each in English and in Welsh."""
    return {
        f"{paper.name}.{code}.html": as_page(paper, Language(code)).encode()
        for paper in privacy_papers(settings)
        for code in ("en", "cy")
    }


def as_page(paper: Paper, language: Language) -> str:
    """Return a paper as a web page in one language."""
    title = escape(language.say(paper.title))
    body = "\n".join(_lines(paper, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language.code}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _lines(paper: Paper, language: Language) -> Iterator[str]:
    def said(text: Text) -> str:
        words = escape(language.say(text))
        return f"<mark>{words}</mark>" if text is FILL else words

    for section in paper.sections:
        yield f"<h2>{said(section.heading)}</h2>"
        for part in section.parts:
            if isinstance(part, Text):
                yield f"<p>{said(part)}</p>"
                continue
            rows = [one for one in part if isinstance(one, tuple)]
            items = [f"<li>{said(one)}</li>" for one in part if isinstance(one, Text)]
            if items:
                yield f"<ul>{''.join(items)}</ul>"
            if rows:
                cells = (f"<tr><td>{said(a)}</td><td>{said(b)}</td></tr>" for a, b in rows)
                yield f"<table>{''.join(cells)}</table>"
