"""What of a school system's export is no column or row of a staff file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.exchange.cells import squeeze_heading

PRIVATE = re.compile(
    r"ninumber|^nino?$|nationalins|yswiriantgwladol|dateofbirth|^dob$|birth|dyddiadgeni|^age$|"
    r"^oed(ran)?$|salary|^pay$|payscale|payrate|paygrade|payrange|spinepoint|cyflog|bankacc|"
    r"sortcode|ethnic|ethnig|religio|faith|crefydd|disab|anabledd|medical|health|iechyd|"
    r"sexualorient|absen[ct]|absenol|sick|salwch|maternity|paternity|mamolaeth|pregnan|dbs|"
    r"appraisal|grievance|disciplin|capability|union|undeb|^gender$|^sex$|marital|"
    r"nationality|passport|passw|nextofkin|emergencycontact|address|cyfeiriad|phone|mobile|"
    r"ff[oô]n|allerg"
)
"""Headings, squeezed, of what the kiosk must not know: its screen is in a public place."""

LINE = re.compile(
    r"^\W*((grand |sub ?-?)?totals?|cyfanswm|(staff |head ?)?count|nifer|number of|printed|"
    r"argraffwyd|generated|exported|report|run (on|date|by)|page \d+|tudalen \d+|end of|diwedd)\b|"
    r"^\W*$",
    re.IGNORECASE,
)
"""What a line below a report says where a person's name would be."""

WHO = ("id", "staff_code", "name", "forename", "surname")


def is_private(heading: str) -> bool:
    """Return whether a column must not come in."""
    return PRIVATE.search(squeeze_heading(heading)) is not None


def is_no_person(cells: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Return whether a row is a line of the report: a total, a date, or the headings again.

    `known` are the headings that its columns have in the file.
    """
    if not any(cells.values()):
        return True
    named = [column for column in WHO if cells.get(column)]
    if named and all(cells[column] == known.get(column) for column in named):
        return True
    # a total has the number of people where their roles stand
    return not cells.get("role", "").strip("0123456789.,% ") and bool(
        LINE.search(" ".join(cells[column] for column in named)) if named else False
    )
