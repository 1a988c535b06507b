"""What roles, kinds of slot and the like are called on screen and in print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, GuestKind, Role
from kiosk.text import Both, Text, t, tc

ID_END = 4
"""How much of an id is shown, where nothing else tells two people apart."""

ROLE_NAMES = {
    Role.TEACHER: t("Teacher"),
    Role.TA: t("Teaching assistant"),
    Role.LEADER: t("Leadership"),
    Role.SUPPORT: t("Support staff"),
    Role.SUPPLY: t("Supply teacher"),
    Role.VISITOR: t("Visitor"),
}

GUEST_KIND_NAMES = {
    GuestKind.SUPPLY: t("Supply teacher"),
    GuestKind.VISITOR: t("Visitor"),
    GuestKind.SPEAKER: t("Visiting speaker"),
    GuestKind.CLUSTER: t("Cluster school"),
    GuestKind.STARTER: t("New starter"),
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


def role_and_department(person: Person) -> Text:
    """Return role and department, by which people of one name are told apart.

    Of a guest: what brings them, and the school they are from or whom they see.
    """
    role = GUEST_KIND_NAMES[person.coming] if person.coming else ROLE_NAMES[person.role]
    department = person.department or person.host
    return t("{role} · {department}", role=role, department=department) if department else role


def distinguishing_labels(people: Iterable[Person]) -> dict[str, Text | str]:
    """Return what is to be added to the posts of people of one name, by id; of others nothing.

    The staff code; else, where the posts are the same too, the end of the id, or which of them it
    is. Never anything that is private.
    """
    found: dict[str, Text | str] = {}
    for group in _groups(people, lambda one: fold(one.name)):
        codes = Counter(one.staff_code for one in group)
        found |= {
            one.id: one.staff_code for one in group if one.staff_code and codes[one.staff_code] == 1
        }
        for alike in _groups(group, _post):
            found |= _id_ends([one for one in alike if one.id not in found], set(codes))
    return found


def _post(person: Person) -> tuple[str, str]:
    return (person.coming or person.role, person.department or person.host)


def _groups(people: Iterable[Person], by: Callable[[Person], object]) -> list[list[Person]]:
    """Return those of the people of whom there are several by a key."""
    groups: dict[object, list[Person]] = {}
    for one in people:
        groups.setdefault(by(one), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _id_ends(people: list[Person], taken: set[str]) -> dict[str, Text | str]:
    """Return the ends of ids; or numbers, where ends are not of use or are made of the name."""
    if len(people) < 2:  # the others have codes
        return {}
    ends = {one.id: f"…{one.id[-ID_END:]}" if len(one.id) > ID_END else one.id for one in people}
    made = any(fold(one.id).startswith(fold(f"{one.forename} {one.surname}")) for one in people)
    if not made and len({*ends.values()} - taken) == len(people):
        return {**ends}
    return {id: t("{n} of {all}", n=n, all=len(ends)) for n, id in enumerate(sorted(ends), 1)}


def tutor_title(title: Both) -> Text | Both:
    """Return what the professional tutor is called: the school's word, else the kiosk's."""
    return title or t("Professional tutor")


def leader_names(school: School, session: Session) -> str:
    """Return the names of who leads a session; blank where nobody does."""
    names = [school.people[who].name for who in session.leaders if who in school.people]
    return ", ".join((*names, session.speaker) if session.speaker else names)


def audience_label(school: School, session: Session) -> list[Text | str]:
    """Return for whom a session is, a name for each token of its audience."""
    found: list[Text | str] = []
    for token in session.audience:
        kind, colon, rest = token.partition(":")
        if colon and kind == "person":
            rest = school.people[rest].name if rest in school.people else ""
        found.append(rest if colon else AUDIENCES.get(token, token))
    return [one for one in found if one]


def room_and_leaders(school: School, session: Session) -> str:
    """Return the room of a session and who leads it, as far as they are known."""
    return " · ".join(filter(None, (session.room, leader_names(school, session))))
