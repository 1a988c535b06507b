"""The figures of a day in words."""

from __future__ import annotations

from kiosk.rules.follow_up.figures import MIN_GROUP, By, FiguresLine
from kiosk.rules.follow_up.required_training import training_counts
from kiosk.text import Text, t, tn

BY_NAMES = {
    By.SESSION: t("By session"),
    By.TRAINING: t("Required training"),
    By.ROLE: t("By role"),
    By.REQUIREMENT: t("What the day was for people"),
    By.PRIORITY: t("By national priority"),
}

NUMBER_NAMES = {
    "required": t("Required"),
    "attended": t("Came, of those required"),
    "others": t("Came without being required"),
    "not_required": t("Not required"),
    "named": t("Need it"),
    "done": t("Done"),
    "by_name_only": t("By name only"),
    "missed": t("Missed"),
    "not_expected": t("Not expected"),
    "to_come": t("Still to come"),
}
"""What each number of `FiguresLine.numbers` counts, but for the minutes."""


def figures_said(line: FiguresLine, *, is_today: bool) -> Text:
    """Return the figures of a line as a sentence without its title."""
    counts, training = line.counts, line.training
    if training is not None:
        return training_counts(training, is_today=is_today)
    if line.session is not None and line.session.off_site:
        return t("off site: nobody signs in")
    if counts is None:
        return t("fewer than {n}: not shown", n=MIN_GROUP)
    if line.by is By.SESSION and not line.is_begun:
        return tn("{n} required, not started yet", "{n} required, not started yet",
                  counts.required)  # fmt: skip
    if not line.is_taken:
        return tn("{n} required, register not taken", "{n} required, register not taken",
                  counts.required)  # fmt: skip
    parts = []
    if counts.required:
        parts.append(t("{n} of {all} required", n=counts.attended, all=counts.required))
    if counts.not_required:
        is_heading = line.by is By.REQUIREMENT  # which says already what they were not
        parts.append(tn("{n} person", "{n} people", counts.not_required) if is_heading else
                     tn("{n} not required", "{n} not required", counts.not_required))  # fmt: skip
    if counts.others and not (counts.required or counts.not_required):
        parts.append(tn("{n} came", "{n} came", counts.others))
    elif counts.others:
        parts.append(tn("{n} of them came", "{n} of them came", counts.others)
                     if counts.not_required else
                     tn("{n} more came", "{n} more came", counts.others))  # fmt: skip
    return _joined(parts)


def _joined(parts: list[Text]) -> Text:
    said = parts[0]
    for more in parts[1:]:
        said = t("{said}, {more}", said=said, more=more)
    return said
