"""The school's settings as a professional tutor changes them; a later load keeps them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from kiosk.rules.attention.day_check import attention_notes
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import FileRecord, merge_known
from kiosk.rules.model.school import School, put
from kiosk.settings import Settings
from kiosk.text import t


@decision
def change_settings(school: School, now: datetime, entry: FileRecord[Settings]) -> Changes:
    """Change the settings that `entry` gives. It is read as a file is, and has no problem."""
    new = merge_known(school.settings, entry)
    if new == school.settings:
        return Changes((), t("Nothing is changed."))
    items = [put(new), *promotions_after(school, now, [put(new)])]
    more = partial(attention_notes, school, now, items)
    return Changes(tuple(items), t("The setting is changed."), find_more_notes=more)
