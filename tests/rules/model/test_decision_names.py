from __future__ import annotations

import pkgutil
from importlib import import_module

from kiosk import rules
from kiosk.language import Language
from kiosk.rules.model.decision_names import DECISION_NAMES, decision_name
from kiosk.rules.model.decisions import RULES
from kiosk.rules.model.labels import evidence_name
from kiosk.rules.model.terms import Evidence
from kiosk.settings import Settings
from kiosk.text import Both


def test_every_decision_has_a_name_for_the_history() -> None:
    for module in pkgutil.walk_packages(rules.__path__, "kiosk.rules."):
        import_module(module.name)
    own = {name for name, rule in RULES.items() if rule.defined_in.__module__.startswith("kiosk.")}
    assert own - DECISION_NAMES.keys() == set()
    assert decision_name("of_a_later_version") == "of a later version"


def test_the_tutors_evidence_has_the_schools_own_title() -> None:
    say = Language("en").say
    settings = Settings(tutor_title=Both("CPD lead"))
    assert say(evidence_name(Evidence.TUTOR, settings)) == "CPD lead"
    assert say(evidence_name(Evidence.TUTOR, Settings())) == "professional tutor"
    assert [say(evidence_name(one, settings)) for one in ("own code", "tarot")] == ["PIN", "tarot"]
