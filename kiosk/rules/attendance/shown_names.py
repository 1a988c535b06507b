"""The name by which a person is shown, where a professional tutor sets it."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.school import School, put
from kiosk.text import t


@decision
def set_shown_name(school: School, now: datetime, person: PersonId, name: Private) -> Changes:
    """Set the full name by which a person is shown, printed and found. Blank: as in the staff file.

    The name stays when a staff file is loaded again.

    Raises:
        Refused: the name has no letter.
    """
    del now
    who, shown = school.person(person), clean(name.text)
    if not shown:
        free = replace(who, own_name=False)
        message = t(
            "{name} goes back to the name in the staff file at the next load.", name=who.name
        )
        return Changes(() if free == who else (put(free),), message)
    if not fold(shown):
        raise Refused(t("Please type a name."))
    # Lists show forename and surname apart. They must not fall back on the legal forename, which
    # the person may no longer use.
    first = shown.removesuffix(who.surname).strip() or shown
    changed = replace(who, display_name=shown, preferred_forename=first, own_name=True)
    message = t("Shown as {name} from now on.", name=shown)
    return Changes(() if changed == who else (put(changed),), message)
