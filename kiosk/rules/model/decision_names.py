"""What each decision is called where a person reads the history."""

from __future__ import annotations

from kiosk.text import Text, t

DECISION_NAMES = {
    "accept_invitation": t("accepted"),
    "add_intention": t("reminder added"),
    "add_self": t("added themselves"),
    "cancel_day": t("day cancelled"),
    "cancel_session": t("session cancelled"),
    "choose": t("chosen"),
    "choose_catch_up": t("catch-up chosen"),
    "close_day": t("day closed"),
    "come_back": t("back on the lists"),
    "complete_catch_up": t("catch-up done"),
    "complete_intention": t("reminder done"),
    "confirm_attendance": t("confirmed"),
    "confirm_self_added": t("new person checked"),
    "confirm_step": t("step confirmed"),
    "create_sample": t("sample created"),
    "decline_invitation": t("declined"),
    "doubt_sign_in": t("“not me” said"),
    "erase": t("person erased"),
    "fill_free_places": t("free places filled"),
    "give_badge": t("badge changed"),
    "give_up_place": t("place given up"),
    "issue_certificates": t("certificates issued"),
    "leave": t("taken off the lists"),
    "leave_site": t("left the site"),
    "load_both": t("school loaded"),
    "load_choices": t("choices loaded"),
    "load_invitations": t("invitations loaded"),
    "load_programme": t("programme loaded"),
    "load_staff": t("staff loaded"),
    "mark": t("marked"),
    "merge_people": t("entries merged"),
    "merge_self_added": t("new person merged"),
    "move_day": t("day moved"),
    "place_anyway": t("place given"),
    "postpone_intention": t("reminder postponed"),
    "rank_wish": t("choices reordered"),
    "record_catch_ups": t("catch-ups recorded"),
    "remove_intention": t("reminder removed"),
    "remove_self_added": t("new person removed"),
    "reopen_catch_up": t("catch-up reopened"),
    "reopen_day": t("day opened again"),
    "report_absent": t("reported absent"),
    "resolve_dispute": t("“not me” checked"),
    "resolve_doubt": t("“not me” checked"),
    "restore": t("went back to a copy"),
    "run_lottery": t("places drawn"),
    "set_shown_name": t("shown name changed"),
    "settle_changes": t("changes seen"),
    "sign_in": t("signed in"),
    "sign_in_by_scan": t("badge scanned"),
    "sign_in_to_session": t("session sign-in"),
    "tick_step": t("step ticked"),
    "undo": t("undone"),
    "undo_report_absent": t("absence withdrawn"),
    "undo_scan": t("sign-in undone"),
    "undo_session_sign_in": t("sign-in undone"),
    "undo_sign_in": t("sign-in undone"),
}
"""Names by rule, as the history keeps it."""


def decision_name(rule: str) -> Text | str:
    """Return the name of a rule's decisions, also of one from another version of the kiosk."""
    return DECISION_NAMES.get(rule, rule.replace("_", " "))
