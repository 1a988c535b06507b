"""The listing of a day's feedback: how many gave each answer, and what was written."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.exchange.listings import DisplayValue, Listing, Value
from kiosk.rules.attendance.evaluation import USEFUL, WILL_USE, ReplyBox
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.text import Text, t

COLUMNS = (
    "session", "replies", "not_useful", "a_little_useful", "useful", "very_useful",
    "will_not_use", "may_use", "will_use", "remarks",
)  # fmt: skip


def feedback_listing(school: School, day: DayId, box: ReplyBox) -> Listing:
    """Return the feedback on each session that enough people replied about, in order of start."""
    rows: list[tuple[Value, ...]] = []
    shown: list[tuple[DisplayValue, ...]] = []
    notes: list[tuple[Text, ...]] = []
    for session in school.sessions_on(day):
        tally = box.tallies.get(session.id)
        if tally is None or not tally.may_be_shown:
            continue
        counts = (tally.replies, *tally.useful, *tally.will_use)
        rows.append((session.id, *counts, list(tally.lines)))
        title = school.workshop(session).title
        shown.append((f"{session.start:%H:%M}", title, tally.replies))
        notes.append(
            (
                _answers(t("Useful"), USEFUL, tally.useful),
                _answers(t("Will use"), WILL_USE, tally.will_use),
                *(t("“{line}”", line=line) for line in tally.lines),
            )
        )
    return Listing(
        COLUMNS,
        rows,
        (t("Starts"), t("Title"), t("Replies")),
        shown,
        t("No session has five replies or more."),
        soft=frozenset({1}),
        notes=tuple(notes),
    )


def _answers(question: Text, answers: Sequence[Text], counts: Sequence[int]) -> Text:
    """Return how many people gave each answer to a question, in one line."""
    said = t("{question}:", question=question)
    for answer, count in zip(answers, counts, strict=True):
        said = t("{said}  {n} {answer}", said=said, n=count, answer=answer)
    return said
