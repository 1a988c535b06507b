"""The line on every page that says what records are not used for, where the school has agreed."""

from __future__ import annotations

from kiosk.rules.model.privacy import agreed_use
from kiosk.rules.model.school import School
from printables.page import Place, Sheet


def draw_agreed_use(sheet: Sheet, school: School, place: Place) -> None:
    """Draw the line in its place; nothing where the school has not agreed."""
    agreed = agreed_use(school.settings)
    if agreed is not None:
        sheet.put(agreed, place)
