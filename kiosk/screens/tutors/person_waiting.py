"""Where what waits for a person is seen to."""

from __future__ import annotations

from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.follow_up.catch_up_states import is_training
from kiosk.rules.follow_up.person_page import WaitKind, catch_ups_to_do
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.ids import PersonId
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.text import t


def open_waiting(screen: TutorsScreen, person: PersonId, kind: WaitKind) -> None:
    """Open the list in which something of this kind is seen to, or name what is to be done."""
    context, today = screen.context, screen.school.today(screen.moment)
    match kind:
        case WaitKind.TO_CHECK:
            from kiosk.screens.tutors.to_check import ToCheckScreen

            screen.app.push_screen(ToCheckScreen(context))
        case WaitKind.BY_NAME if today is not None:
            from kiosk.screens.tutors.by_name_only import ByNameOnlyScreen

            screen.app.push_screen(ByNameOnlyScreen(context, today.id))
        case WaitKind.INVITATIONS:
            from kiosk.screens.tutors.invitations import InvitationsScreen

            screen.app.push_screen(InvitationsScreen(context))
        case WaitKind.TRAINING | WaitKind.CATCH_UPS:
            owed = catch_ups_to_do(screen.school, person)
            is_meant = kind is WaitKind.TRAINING
            chosen = [one for one in owed if is_training(screen.school, one) == is_meant]
            titles = (screen.say(missed_title(screen.school, one)) for one in chosen)
            # the same workshop may be owed for several days
            what = ", ".join(dict.fromkeys(titles))
            screen.show_text(t("To do: {what}", what=what), Tone.PLAIN)
