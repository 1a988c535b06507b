"""The keys of the tutors' area: one key, one meaning, on whatever screen it works.

A screen takes from here the keys of what it does, in the order in which its key bar shows them.
An F key is only ever a second way: some terminals and small keyboards do not send it.
"""

from __future__ import annotations

from textual.binding import Binding

from kiosk.text import n_

FIND = Binding("slash,f3", "find", n_("Find"), key_display="/")
ABSENT = Binding("a", "absent", n_("Absent"), key_display="A")
REPORT_ABSENT = Binding("a", "absent", n_("Report absent"), key_display="A")
FEEDBACK = Binding("b", "feedback", n_("Feedback"), key_display="B")
CLOSE_DAY = Binding("c", "close_day", n_("Close the day"), key_display="C")
CLOSE_AGAIN = Binding("c", "close_day", n_("Close again"), key_display="C")
ANOTHER_DAY = Binding("d", "another_day", n_("Another day"), key_display="D")
LEFT_SITE = Binding("e", "left_early", n_("Left the site"), key_display="E")
LEFT_EARLY = Binding("e", "left_early", n_("Left early"), key_display="E")
FILTER = Binding("f", "filter", n_("Filter"), key_display="F")
GIVE_PLACE = Binding("g", "give_place", n_("Give a place"), key_display="G")
HERE = Binding("h", "here", n_("Here"), key_display="H")
CONFIRM_HERE = Binding("h", "here", n_("Confirm: here"), key_display="H")
DONE = Binding("h", "here", n_("Done here"), key_display="H")
THEY_ARE_HERE = Binding("h", "here", n_("They are here"), key_display="H")
FROM_PAPER = Binding("h", "here", n_("Here from paper"), key_display="H")
INDUCTION = Binding("i", "induction", n_("Induction"), key_display="I")
STEPS = Binding("i", "induction", n_("Induction steps"), key_display="I")
FIGURES = Binding("j", "figures", n_("Figures"), key_display="J")
ATTENTION = Binding("k", "attention", n_("Attention"), key_display="K")
LATE = Binding("l", "late", n_("Late"), key_display="L")
CHANGE = Binding("m", "change", n_("Change"), key_display="M")
CHANGE_DATE = Binding("m", "change", n_("Change date"), key_display="M")
NOT_YET_IN = Binding("n", "not_yet_in", n_("Not yet in"), key_display="N")
OPEN_AGAIN = Binding("o", "open", n_("Open the day again"), key_display="O")
SHOW_FEEDBACK = Binding("o", "open", n_("Open the feedback"), key_display="O")
PRINT = Binding("p", "print", n_("Print"), key_display="P")
CLOSE_KIOSK = Binding("q", "close_kiosk", n_("Close the kiosk"), key_display="Q")
RELEASED = Binding("r", "released", n_("Released"), key_display="R")
SORT = Binding("s", "sort", n_("Sort"), key_display="S")
TO_CHECK = Binding("t", "to_check", n_("To check"), key_display="T")
BY_NAME_ONLY = Binding("u", "by_name_only", n_("By name only"), key_display="U")
INVITATIONS = Binding("v", "invitations", n_("Invitations"), key_display="V")
ALL_HERE = Binding("w", "all_here", n_("All here"), key_display="W")
REMOVE_OR_CANCEL = Binding("x", "take_away", n_("Remove or cancel"), key_display="X")
TAKE_PLACE = Binding("x", "take_away", n_("Remove the place"), key_display="X")
REMOVE_TICK = Binding("x", "take_away", n_("Remove the tick"), key_display="X")
REMOVE_FROM_LIST = Binding("x", "take_away", n_("Remove"), key_display="X")
ROLL_CALL = Binding("y", "roll_call", n_("Roll call"), key_display="Y")
END_ROLL_CALL = Binding("z", "end_roll_call", n_("End"), key_display="Z")
PINS = Binding("number_sign", "pins", n_("PINs"), key_display="#")
YOUR_SCHOOL = Binding("comma", "your_school", n_("Your school"), key_display=",")
OUTSTANDING = Binding("full_stop", "outstanding", n_("Catch-ups"), key_display=".")
NEXT_LIST = Binding("tab", "next_list", n_("Next list"), key_display="Tab")
UNDO = Binding("ctrl+z", "undo", n_("Undo"), key_display="Ctrl+Z")
LOCK = Binding("escape", "back", n_("Lock"), key_display="Esc")
BACK = Binding("escape", "back", n_("Back"), key_display="Esc")

ADD_PERSON = Binding("plus", "add_person", n_("Add a person"), key_display="+")
SCHOOL_KEYS = (ADD_PERSON, YOUR_SCHOOL, PINS, CLOSE_KIOSK)
"""What is about the school and its kiosk, and not about a day."""
