"""The text in a certificate's QR code: the certificate in words, short enough for a reader."""

from __future__ import annotations

from datetime import date

from kiosk.language import Language
from kiosk.rules.model.names import clean
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.school import School
from kiosk.text import Sayable, t, tn

MOST_BYTES = 770
"""The capacity of a code of 105 modules. At 44 mm a module is 0.42 mm; readers need 0.40."""

LONGEST = (1000, 60, 48, 36, 28, 20, 14)
"""The lengths, in letters, to which sessions' titles are cut in turn until the whole fits."""

LINE_LONGEST = 60
"""The length to which the other lines are cut, where cutting titles is not enough."""


def hours(minutes: int) -> str:
    """Return a length of time as h:mm, the same in every language."""
    return f"{minutes // 60}:{minutes % 60:02}"


def in_figures(day: date) -> str:
    """Return a date as day/month/year, the same in every language."""
    return f"{day:%d/%m/%Y}"


def title_of(line: CertificateLine) -> Sayable:
    """Return what a line is about, and of what the person caught up with that it was so."""
    if line.caught_up_on is None:
        return line.title
    return t("{title}, by catch-up", title=line.title)


def certificate_text(school: School, certificate: Certificate, language: Language) -> str:
    """Return the text of the code: number, name, school, date, sessions and total, a line each.

    It is at most `MOST_BYTES` in UTF-8. For that titles are cut first, then the other lines; where
    that is not enough, only the number of sessions is given. Raises `Refused` if the school does
    not have the person.
    """
    heading = _heading(school, certificate, language)
    total = language.say(t("Total: {time}", time=hours(certificate.minutes)))
    for longest in LONGEST:
        text = "\n".join((*heading, *_sessions(certificate, language, longest), total))
        if len(text.encode()) <= MOST_BYTES:
            return text
    heading = [_cut(line, LINE_LONGEST) for line in heading]
    lines = [_cut(line, LINE_LONGEST) for line in _sessions(certificate, language, LONGEST[-1])]
    text = "\n".join((*heading, *lines, total))
    if len(text.encode()) <= MOST_BYTES:
        return text
    count = len(certificate.lines)
    number = language.say(tn("{n} session", "{n} sessions", count))
    # short enough in any script: a letter takes four bytes at most
    return "\n".join((*(_cut(line, 30) for line in heading), number, total))


def _heading(school: School, certificate: Certificate, language: Language) -> list[str]:
    day = language.full_date(school.day(certificate.day).date)
    person = school.person(certificate.person)
    number = t("Number: {number}", number=certificate.id)
    if certificate.revision > 1:
        number = t(
            "Number: {number}, revision {revision}",
            number=certificate.id,
            revision=certificate.revision,
        )
    lines = (
        t("Certificate of attendance"),
        number,
        t("Name: {name}", name=person.name),
        t("School: {school}", school=school.settings.name),
        t("Date: {date}", date=day),
    )
    return [clean(language.say(line)) for line in lines]


def _sessions(certificate: Certificate, language: Language, longest: int) -> list[str]:
    return [
        " ".join(
            part
            for part in (
                clean(line.session),
                _cut(clean(language.say(title_of(line))), longest),
                in_figures(line.caught_up_on) if line.caught_up_on else hours(line.minutes),
            )
            if part
        )
        for line in certificate.lines
    ]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
