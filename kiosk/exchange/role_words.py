"""The words by which schools and census forms call staff, and the role that each stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from kiosk.rules.model.names import fold
from kiosk.rules.model.terms import BY_RESPONSIBILITY, GuestKind, Role

WORDS: dict[Role, str] = {
    Role.TEACHER: """
        teacher; teachers; classroom teacher; class teacher; leading practitioner; NQT; ECT;
        newly qualified teacher; early career teacher; head of department; head of year;
        middle leader; teaching; teaching staff; main scale teacher; advisory teacher; tch; lpr;
        athro; athrawes; athrawon; ANG; athro newydd gymhwyso
    """,
    Role.TA: """
        TA; TAs; HLTA; LSA; LSW; teaching assistant; teaching assistants; tas;
        higher level teaching assistant; higher level teaching assistant (HLTA);
        teaching assistants or aides employed in the classroom; learning support assistant;
        learning support worker; learning support; special needs support; SEN/ALN support staff;
        foreign language assistants or language support; foreign language assistant;
        cynorthwyydd addysgu; cynorthwy-ydd addysgu; CA; CALU
    """,
    Role.LEADER: """
        leader; leaders; leadership; SLT; SMT; SLG; senior leader; senior leadership;
        senior leadership team; head; headteacher; headteachers; head teacher; principal;
        executive headteacher; acting headteacher; acting headteachers; deputy; deputy head;
        deputy headteacher; deputy headteachers; assistant head; assistant headteacher;
        assistant head teacher; assistant head teachers; leadership non-teacher; hdt; dht; aht; exh;
        pennaeth; dirprwy bennaeth; pennaeth cynorthwyol; arweinydd; UDA
    """,
    Role.SUPPORT: """
        support; support staff; non-teaching; non-teaching staff; non teacher; associate staff;
        operational staff; office; office staff; administrator; admin; administration staff;
        site; site staff; site manager; premises; caretaker; technician; technicians; ICT staff;
        science and laboratory technicians; librarian; librarians and library assistants;
        business manager; school business manager; school business manager or equivalent;
        school business professional; pastoral support; pastoral support staff; exams officer;
        examinations officer; examinations officers/invigilators; invigilator; catering; kitchen;
        cleaner; cleaning; midday supervisor; midday supervisors; lunchtime supervisor;
        matrons, nurses or medical staff; school nurse; other support staff; receptionist;
        cover supervisor; staff cymorth; staff cefnogi; swyddfa; gofalwr; technegydd
    """,
    Role.SUPPLY: """
        supply; supply teacher; supply staff; agency; agency staff; agency teacher; cover teacher;
        cyflenwi; athro cyflenwi; athrawes gyflenwi
    """,
    Role.VISITOR: """
        visitor; visitors; guest; cluster; cluster guest; cluster colleague; speaker; trainer;
        visiting speaker; governor; volunteer; student teacher; trainee teacher; PGCE; contractor;
        ymwelydd; gwestai; siaradwr; llywodraethwr
    """,
}
"""Labels of the workforce census, words in spreadsheets, and Welsh ones. Duties such as ALNCo are
no roles."""

ROLES: dict[str, Role] = {
    fold(word): role for role, words in WORDS.items() for word in words.split(";")
}


GUESTS: dict[GuestKind, str] = {
    GuestKind.CLUSTER: "cluster; cluster guest; cluster colleague",
    GuestKind.SPEAKER: "speaker; visiting speaker; trainer; siaradwr",
}
"""The kinds of visitor that a staff file can name, by the words for their role."""

GUEST_KINDS = {fold(word): coming for coming, words in GUESTS.items() for word in words.split(";")}


# A long file has few different titles: each is looked at once.


@lru_cache
def guest_kind_of(word: str) -> GuestKind | None:
    """Return the kind of guest that a word stands for; None for staff and other visitors."""
    return GUEST_KINDS.get(fold(word))


@lru_cache
def role_of(word: str) -> Role | None:
    """Return the role that a word stands for, or None."""
    return ROLES.get(fold(word))


OFFICE = (
    r"technician|admin\w*|secretar\w+|reception\w*|caretaker|cleaner|cook|chef|kitchen|catering|"
    r"midday|lunchtime|dinner|site|premises|grounds\w*|bursar|finance|librarian|exams?|"
    r"examinations?|invigilator|cover supervisor|pastoral|attendance|data|ict|it|hr|"
    r"human resources|family liaison|welfare|counsellor|nurse|driver|clerk|business manager|"
    r"office|personal assistant|pa|network|reprographics|estates|gofalwr|technegydd|glanhaw\w+|"
    r"cogydd\w*|ysgrifennydd\w*|clerc"
)
HEADS = r"(?:head ?teachers?|head|principal|pennaeth|prifathr\w+)"
IN_TITLES: tuple[tuple[Role, str], ...] = (
    (Role.SUPPLY, r"\b(?:supply|agency)\b"),
    (Role.VISITOR, r"\b(?:student|trainee) teacher\b|\bstudent$|\b(?:pgce|governor|volunteer)\b"),
    # "Teacher of Business and Finance" works in no office
    (Role.TEACHER, r"(?<!head )(?<!assistant )\bteacher (?:of|in)\b|\bathr(?:o|awes)\b(?! c)"),
    (
        Role.TA,
        r"\b(?:teaching|classroom|learning|support|sen|aln|nursery|language) (?:support )?"
        r"assistants?\b|\b(?:h?l?tas?|lsas?|lsw|calu)\b|\blearning support\b|"
        r"\bcynorthwy\w* (?:addysgu|dosbarth)\b",
    ),
    # before the words of an office: "ICT Teacher", "Deputy Head Pastoral", "Head of ICT"
    (
        Role.LEADER,
        r"(?<!to )(?<!to the )\b(?:deputy|assistant|vice|associate|executive) "
        r"(?:head ?teacher|head|principal)\b(?! of (?:year|department))",
    ),
    (
        Role.TEACHER,
        r"^(?!.*\b(?:assistant|technician|support|admin\w*|secretar\w+|pa|to)\b)"
        r".*(?:(?<!head )\bteachers?\b|\bhead of (?:ict|it)\b)",
    ),
    (Role.SUPPORT, rf"\b(?:{OFFICE})\b"),
    (
        Role.LEADER,
        rf"^(?:(?:executive|exec|acting|interim|co|deputy|assistant|associate|vice)[ -])*{HEADS}"
        r"(?: of school)?$|\bhead ?teachers?\b|\b(?:deputy|assistant|vice|executive) principal\b|"
        r"\bsenior leader\w*\b|\bs[lm]t\b|\bdirprwy bennaeth\b|\bpennaeth cynorthwyol\b",
    ),
    (
        Role.TEACHER,
        r"\bteachers?\b|\blecturer\b|\b(?:head|lead|leader|coordinator) (?:of|for)\b|"
        r"\b(?:subject|curriculum|phase|year|faculty|department|key stage) (?:leader|lead|head)\b|"
        r"\b(?:alnco|senco|sendco|cydlynydd ady|cady|[en]ct|nqt)\b|\bpennaeth (?!cyn)\w+",
    ),
)
"""The words in a job title and the role they stand for, the first that is found."""

DUTIES = {
    "alnco": r"alncos?|cydlynydd ady|cady",
    "senco": r"send?cos?",
    "dsp": r"dsp|designated safeguarding person|person diogelu dynodedig",
    "dsl": r"dsl|designated safeguarding lead",
    "first aider": r"first aiders?|swyddog cymorth cyntaf",
    "fire marshal": r"fire (?:marshal|warden)s?",
}
"""The words in a job title that name a duty, which somebody has beside their role."""

PATTERNS = tuple((role, re.compile(words)) for role, words in IN_TITLES)
DUTY_PATTERNS = {
    duty: re.compile(rf"(?<!deputy )(?<!assistant )\b(?:{words})\b")
    for duty, words in DUTIES.items()
}
BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
POSTS = re.compile(r"[;|/,&+\n]")


@lru_cache
def role_in(title: str) -> Role | None:
    """Return the role that the words of a job title stand for, or None.

    Of several posts in one cell, the one with the most responsibility counts.
    """
    plain = BRACKETS.sub(" ", title)
    posts = [found for post in POSTS.split(plain) if (found := _role_of_post(post))]
    if posts:
        return min(posts, key=BY_RESPONSIBILITY.index)
    return _role_of_post(plain) or _role_of_post(title)


@lru_cache
def duties_in(title: str) -> tuple[str, ...]:
    """Return the duties that a job title names: ALNCo is one, whatever else somebody is."""
    posts = [fold(post) for post in POSTS.split(title)]
    return tuple(duty for duty, pattern in DUTY_PATTERNS.items() if any(map(pattern.search, posts)))


def _role_of_post(post: str) -> Role | None:
    words = " ".join(fold(post).replace("-", " ").replace("(", " ").replace(")", " ").split())
    known = role_of(words)
    if known is not None or not words:
        return known
    return next((role for role, pattern in PATTERNS if pattern.search(words)), None)
