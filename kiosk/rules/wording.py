"""What roles, kinds of slot and the like are called on screen and in print."""

from __future__ import annotations

from kiosk.rules.records import Person, Session
from kiosk.rules.school import School
from kiosk.rules.terms import Coming, DayKind, Role
from kiosk.text import Both, Text, t, tc

ROLE_NAMES = {
    Role.TEACHER: t("Teacher"),
    Role.TA: t("Teaching assistant"),
    Role.LEADER: t("Leadership"),
    Role.SUPPORT: t("Support staff"),
    Role.SUPPLY: t("Supply teacher"),
    Role.VISITOR: t("Visitor"),
}

COMING_NAMES = {
    Coming.SUPPLY: t("Supply teacher"),
    Coming.VISITOR: t("Visitor"),
    Coming.SPEAKER: t("Visiting speaker"),
    Coming.CLUSTER: t("Cluster school"),
    Coming.STARTER: t("New starter"),
}

DAY_KINDS = {
    DayKind.WHOLE: t("INSET day {number}"),
    DayKind.HALF: t("INSET half day {number}"),
    DayKind.TWILIGHT: t("INSET twilight {number}"),
}

AUDIENCES = {
    "all": t("Everyone"),
    "staff": t("All staff"),
    "new": t("New colleagues"),
    **{role.value: name for role, name in ROLE_NAMES.items()},
}
"""What the tokens of an audience are called that have a fixed spelling."""

GROUP_NAMES = {
    "everyone": t("Everyone"),
    "teachers": t("Teachers"),
    "TAs": t("TAs"),
    "part-time": t("Part-time"),
    "new": tc("people", "New"),
}


def post(person: Person) -> Text:
    """Return role and department, by which people of one name are told apart.

    Of a guest: what brings them, and the school they are from or whom they see.
    """
    role = COMING_NAMES[person.coming] if person.coming else ROLE_NAMES[person.role]
    department = person.department or person.host
    return t("{role} · {department}", role=role, department=department) if department else role


def tutor_title(title: Both) -> Text | Both:
    """Return what the professional tutor is called: the school's word, else the kiosk's."""
    return title or t("Professional tutor")


def led_by(school: School, session: Session) -> str:
    """Return the names of who leads a session; blank where nobody does."""
    names = [school.people[who].name for who in session.leaders if who in school.people]
    return ", ".join((*names, session.speaker) if session.speaker else names)


def meant_for(school: School, session: Session) -> list[Text | str]:
    """Return for whom a session is, a name for each token of its audience."""
    found: list[Text | str] = []
    for token in session.audience:
        kind, colon, rest = token.partition(":")
        if colon and kind == "person":
            rest = school.people[rest].name if rest in school.people else ""
        found.append(rest if colon else AUDIENCES.get(token, token))
    return [one for one in found if one]


def place_of(school: School, session: Session) -> str:
    """Return the room of a session and who leads it, as far as they are known."""
    return " · ".join(filter(None, (session.room, led_by(school, session))))
