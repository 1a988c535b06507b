"""The words by which schools and census forms call staff, and the role that each stands for."""

from __future__ import annotations

from kiosk.rules.model.names import fold
from kiosk.rules.model.terms import GuestKind, Role

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
        visiting speaker; governor; volunteer; trainee; student teacher; PGCE; contractor;
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


def guest_kind_of(word: str) -> GuestKind | None:
    """Return the kind of guest that a word stands for; None for staff and other visitors."""
    return GUEST_KINDS.get(fold(word))


def role_of(word: str) -> Role | None:
    """Return the role that a word stands for, or None."""
    return ROLES.get(fold(word))
