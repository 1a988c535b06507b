"""What the school has agreed not to use records for stands on every printed page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from msgspec.structs import replace

from kiosk.rules.model.ids import PersonId, SlotId, WorkshopId
from kiosk.rules.model.school import School, put
from kiosk.text import Both
from printables.checklists import write_checklists
from printables.codes import write_codes
from printables.forms import write_form
from printables.slips import Slip
from tests.printables.sample import (
    DAY,
    ENGLISH,
    SETTINGS,
    Pages,
    catch_up,
    certificate,
    certificates_of,
    person,
    school,
    slips_of,
    squeezed,
)

WHO = PersonId("łukasz")
AGREED = squeezed("These records are not used for pay, capability or discipline.")


def slip(known: School) -> Pages:
    owed = catch_up(WHO, SlotId("am"), WorkshopId("w1"), ())
    return slips_of(known, [Slip(WHO, DAY, (owed,))])


def form(known: School) -> Pages:
    out = BytesIO()
    write_form(out, known, DAY, ENGLISH)
    return Pages(out.getvalue())


def lists(known: School) -> Pages:
    out = BytesIO()
    write_checklists(out, known, DAY, ENGLISH)
    return Pages(out.getvalue())


def codes(known: School) -> Pages:
    out = BytesIO()
    write_codes(out, known, DAY, ENGLISH)
    return Pages(out.getvalue())


def one_certificate(known: School) -> Pages:
    return certificates_of(known, [certificate(WHO)])


@pytest.mark.parametrize("page", [one_certificate, slip, form, codes, lists])
def test_what_records_are_not_used_for_is_printed_only_where_it_is_agreed(
    page: Callable[[School], Pages],
) -> None:
    known = school(person("łukasz", "Łukasz", "Żółkiewski"))
    assert AGREED not in page(known).squeezed(0)
    agreed = known.apply([put(replace(SETTINGS, only_for_training=True))])
    assert AGREED in page(agreed).squeezed(0)


def test_pages_are_handed_to_the_tutor_by_the_schools_own_title() -> None:
    lead = replace(SETTINGS, tutor="", tutor_title=Both("CPD lead"))
    known = school(person("łukasz", "Łukasz", "Żółkiewski")).apply([put(lead)])
    assert squeezed("give this form to the CPD lead before") in form(known).squeezed(0)
    assert squeezed("the CPD lead can print it again.") in slip(known).squeezed(0)
