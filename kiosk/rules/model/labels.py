"""The names of roles, kinds of day and audiences, on screen and in print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, GuestKind, Role
from kiosk.text import Both, Text, t, tc

ID_END = 4
"""How many characters of an id are shown where nothing else tells two people apart."""

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
"""The names of the audience tokens with a fixed spelling."""

GROUP_NAMES = {
    "everyone": t("Everyone"),
    "teachers": t("Teachers"),
    "TAs": t("TAs"),
    "part-time": t("Part-time"),
    "new": tc("people", "New"),
}


def role_and_department(person: Person) -> Text:
    """Return role and department, which tell people of the same name apart.

    For a guest: the kind of guest, and their school or the person they visit.
    """
    role = GUEST_KIND_NAMES[person.coming] if person.coming else ROLE_NAMES[person.role]
    department = person.department or person.host
    return t("{role} · {department}", role=role, department=department) if department else role


def distinguishing_labels(people: Iterable[Person]) -> dict[PersonId, Text | str]:
    """Return what to add to the posts of people who share a name, by id.

    It is the staff code, or, where the posts are the same too, the end of the id or a number. It is
    never anything private, such as a date of birth.
    """
    labels: dict[PersonId, Text | str] = {}
    for group in _groups(people, lambda person: fold(person.name)):
        codes = Counter(person.staff_code for person in group)
        labels |= {
            person.id: person.staff_code
            for person in group
            if person.staff_code and codes[person.staff_code] == 1
        }
        for same_post in _groups(group, _post):
            labels |= _id_ends(
                [person for person in same_post if person.id not in labels], set(codes)
            )
    return labels


def _post(person: Person) -> tuple[str, str]:
    return (person.coming or person.role, person.department or person.host)


def _groups(people: Iterable[Person], by: Callable[[Person], object]) -> list[list[Person]]:
    """Return the groups of two or more people who have the same key."""
    groups: dict[object, list[Person]] = {}
    for person in people:
        groups.setdefault(by(person), []).append(person)
    return [group for group in groups.values() if len(group) > 1]


def _id_ends(people: list[Person], taken: set[str]) -> dict[PersonId, Text | str]:
    """Return the ends of the ids, or numbers where the ends are equal or made of the name."""
    if len(people) < 2:  # The others are told apart by their codes.
        return {}
    ends = {
        person.id: f"…{person.id[-ID_END:]}" if len(person.id) > ID_END else person.id
        for person in people
    }
    # Ids that loading made of the name (see `person_matching`) end alike.
    from_name = any(
        fold(person.id).startswith(fold(f"{person.forename} {person.surname}")) for person in people
    )
    if not from_name and len({*ends.values()} - taken) == len(people):
        return {**ends}
    return {id: t("{n} of {all}", n=n, all=len(ends)) for n, id in enumerate(sorted(ends), 1)}


def tutor_title(title: Both) -> Text | Both:
    """Return the title of the professional tutor: the school's own, or the usual one."""
    return title or t("Professional tutor")


def leader_names(school: School, session: Session) -> str:
    """Return the names of a session's leaders; blank without any."""
    names = [school.people[who].name for who in session.leaders if who in school.people]
    return ", ".join((*names, session.speaker) if session.speaker else names)


def audience_label(school: School, session: Session) -> list[Text | str]:
    """Return a name for each token of a session's audience."""
    labels: list[Text | str] = []
    for token in session.audience:
        kind, colon, rest = token.partition(":")
        if colon and kind == "person":
            who = school.people.get(PersonId(rest))
            rest = who.name if who is not None else ""
        labels.append(rest if colon else AUDIENCES.get(token, token))
    return [one for one in labels if one]


def room_and_leaders(school: School, session: Session) -> str:
    """Return the room and the leaders of a session, as far as they are known."""
    return " · ".join(filter(None, (session.room, leader_names(school, session))))
