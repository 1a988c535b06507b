"""The names of roles, kinds of day and audiences, on screen and in print."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.rules.model.duties import duty_name
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.mutations import takes_yr
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import WEEKDAYS, Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, Evidence, GuestKind, ReopenReason, Role
from kiosk.settings import Settings
from kiosk.text import Both, Text, t, tc

WEEKDAY_NAMES = dict(
    zip(
        WEEKDAYS,
        (t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun")),
        strict=True,
    )
)
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

REOPEN_REASONS = {
    ReopenReason.TOO_EARLY: t("It was closed too early"),
    ReopenReason.REGISTER_LATE: t("A register came in late"),
    ReopenReason.WRONG_MARK: t("Somebody was marked wrongly"),
}
"""The reasons for which a closed day is opened again."""

AUDIENCES = {
    "all": t("Everyone"),
    "staff": t("All staff"),
    "new": t("New colleagues"),
    **{role.value: name for role, name in ROLE_NAMES.items()},
}
"""The names of the audience tokens with a fixed spelling."""

EVIDENCE_NAMES: dict[str, Text] = {
    Evidence.TYPED: t("typed name"),
    Evidence.BADGE: t("badge"),
    Evidence.CODE: t("PIN"),
    Evidence.VOUCHED: t("vouched for"),
    Evidence.LEADER: t("session leader"),
    Evidence.RECEPTION: t("reception"),
    Evidence.COMMAND: t("command"),
}
"""The names of kinds of evidence; that of the professional tutor is the school's."""

GROUP_NAMES = {
    "everyone": t("Everyone"),
    "teachers": t("Teachers"),
    "TAs": t("TAs"),
    "part-time": t("Part-time"),
    "new": tc("people", "New"),
}


def role_and_department(school: School, person: Person) -> Text:
    """Return role and department, which tell people of the same name apart.

    A department called as the role is left out. For a guest: the kind of guest, and their school or
    the person they visit.
    """
    role = GUEST_KIND_NAMES[person.coming] if person.coming else ROLE_NAMES[person.role]
    department = school.word(person.department or person.host)
    if not department or role.msgid.casefold() in map(str.casefold, in_each(department)):
        return role
    return t("{role} · {department}", role=role, department=department)


def post_and_code(school: School, person: Person) -> Text:
    """Return role, department and id, by which a printed page finds its person.

    A guest's school stands in place of the department.
    """
    code = person.staff_code or person.id
    return t("{post} · {code}", post=role_and_department(school, person), code=code)


def post_with(school: School, say: Callable[[Text], str]) -> Callable[[Person], str]:
    """Return a function that gives the words of a person's post, by which people are found.

    They are the role, and the department in both languages. Each post is said only once.
    """
    said: dict[tuple[str | None, ...], str] = {}

    def post(person: Person) -> str:
        about = (person.role, person.coming, person.department, person.host)
        if about not in said:
            department = " ".join(in_each(school.word(person.department or person.host)))
            said[about] = f"{say(role_and_department(school, person))} {department}"
        return said[about]

    return post


def in_each(text: Both | str) -> tuple[str, ...]:
    """Return a school's own text in each of its languages."""
    return (text.en, text.cy) if isinstance(text, Both) else (text,)


def post_of(school: School, person: Person) -> Text:
    """Return role and department for a screen, after a word where the ID is not checked yet."""
    post = role_and_department(school, person)
    return t("ID not checked · {post}", post=post) if person.to_confirm else post


def tutor_title(title: Both) -> Text | Both:
    """Return the title of the professional tutor: the school's own, or the usual one."""
    return title or t("Professional tutor")


def day_is_closed(settings: Settings) -> Text:
    """Return what to say to somebody who wants a change to a closed day."""
    tutor = the_tutor(settings)
    return t("This day is closed. For changes, please ask {tutor}.", tutor=tutor)


def the_tutor(settings: Settings) -> Text:
    """Return the professional tutor within a sentence, by the school's own title if it has one."""
    title = settings.tutor_title
    if not title:
        return t("the professional tutor")
    if takes_yr(fold(title.cy or title.en)):
        return tc("before a vowel", "the {title}", title=title)
    return t("the {title}", title=title)


def evidence_name(evidence: str, settings: Settings) -> Text | Both | str:
    """Return what a person calls a kind of `Evidence`, also one of another version."""
    if evidence == Evidence.TUTOR:
        return settings.tutor_title or t("professional tutor")
    return EVIDENCE_NAMES.get(evidence, evidence)


def leader_names(school: School, session: Session) -> str:
    """Return the names of a session's leaders; blank without any."""
    names = [school.people[who].name for who in session.leaders if who in school.people]
    return ", ".join((*names, session.speaker) if session.speaker else names)


def audience_label(school: School, session: Session) -> list[Text | Both | str]:
    """Return a name for each token of a session's audience."""
    labels: list[Text | Both | str] = []
    for token in session.audience:
        kind, colon, rest = token.partition(":")
        if colon and kind == "person":
            who = school.people.get(PersonId(rest))
            rest = who.name if who is not None else ""
        labels.append(
            school.word(rest) if colon
            else AUDIENCES.get(token) or duty_name(school.settings, token)
        )  # fmt: skip
    return [one for one in labels if one]


def room_and_leaders(school: School, session: Session) -> Text | Both | str:
    """Return the room and the leaders of a session, as far as they are known."""
    room, leaders = school.word(session.room), leader_names(school, session)
    return (
        t("{room} · {leaders}", room=room, leaders=leaders) if room and leaders else room or leaders
    )


def own_times(school: School, session: Session) -> Text | None:
    """Return a session's times where they are not its slot's; None: they are."""
    slot = school.slot(session)
    if (session.start, session.end) == (slot.start, slot.end):
        return None
    return t("{start} to {end}", start=session.start, end=session.end)
