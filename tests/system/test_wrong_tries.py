"""Few wrong tries are taken, whoever asks at once, and nobody is locked out for good."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.system.secrets import Area, SecretStore
from kiosk.system.wrong_tries import FILE, FREE, LONGEST_WAIT, UNSAVED_WAIT, TryCounter
from tests.system.test_secrets import Watch

PIN, WRONG, RECEPTION = "271828", "271829", "3141"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def secrets(tmp_path: Path, watch: Watch) -> SecretStore:
    kept = SecretStore(tmp_path, watch)
    kept.set_pin(PIN)
    kept.set_pin(RECEPTION, Area.RECEPTION)
    kept.set_code("nia", "4913")
    return kept


def is_taken(ask: Callable[[], object]) -> bool:
    """Return whether a try was checked, and not turned away."""
    try:
        ask()
    except Refused:
        return False
    return True


def try_wrong(secrets: SecretStore, times: int = FREE) -> None:
    for _ in range(times):
        assert not secrets.opens(WRONG)


def test_after_five_wrong_tries_the_right_one_waits_a_minute(
    secrets: SecretStore, watch: Watch
) -> None:
    try_wrong(secrets)
    watch.wait(0.9)
    with pytest.raises(Refused, match="Please wait"):
        secrets.opens(PIN)
    watch.wait(0.1)
    assert secrets.opens(PIN)


def test_the_wait_rises_to_five_minutes_and_no_further(secrets: SecretStore, watch: Watch) -> None:
    try_wrong(secrets)
    for minutes in (1, 2, 4, 5, 5, 5, *(5,) * 50):
        watch.wait(minutes - 0.01)
        assert not is_taken(lambda: secrets.opens(WRONG))
        watch.wait(0.01)
        assert is_taken(lambda: secrets.opens(WRONG))
    watch.wait(5)
    assert secrets.opens(PIN)
    try_wrong(secrets)  # the right one has reset them


def test_a_new_program_goes_on_counting(secrets: SecretStore, tmp_path: Path, watch: Watch) -> None:
    for _ in range(FREE):
        assert not SecretStore(tmp_path, watch).opens(WRONG)
    assert not is_taken(lambda: SecretStore(tmp_path, watch).opens(PIN))
    assert not is_taken(lambda: secrets.opens(PIN))


def test_the_right_one_forgets_the_wrong_ones_and_nobody_locks_others_out(
    secrets: SecretStore,
) -> None:
    for _ in range(3):
        try_wrong(secrets, FREE - 1)
        assert secrets.opens(PIN)
    for _ in range(FREE):
        assert not secrets.proves("nia", "0000")
    assert not is_taken(lambda: secrets.proves("nia", "4913"))
    assert secrets.opens(PIN)
    secrets.set_code("nia", "4914")
    assert secrets.proves("nia", "4914")


def test_receptions_pin_neither_forgives_nor_lengthens_what_the_tutors_one_waits_for(
    secrets: SecretStore, watch: Watch
) -> None:
    for _ in range(FREE):
        assert secrets.area_of(WRONG) is None
        with suppress(Refused):
            secrets.area_of(RECEPTION)
    assert not is_taken(lambda: secrets.area_of(PIN))
    watch.wait(1)
    assert secrets.area_of(RECEPTION) is Area.RECEPTION
    assert secrets.area_of(PIN) is Area.TUTORS


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=4000)])
def test_a_clock_set_back_lengthens_no_wait(
    secrets: SecretStore, watch: Watch, back: timedelta
) -> None:
    try_wrong(secrets)
    watch.time -= back
    assert not is_taken(lambda: secrets.opens(PIN))
    watch.wait(0.99)
    assert not is_taken(lambda: secrets.opens(PIN))
    watch.wait(0.01)
    assert secrets.opens(PIN)


Step = tuple[str, int]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from(["wrong", "right", "reception", "later", "earlier", "restart"]),
              st.integers(0, 600)),
    max_size=60,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_wrong_tries_stay_few_and_nobody_waits_longer_than_five_minutes(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, steps: list[Step]
) -> None:
    # the real hash would take minutes
    monkeypatch.setattr("kiosk.system.secrets._digest", lambda secret, _salt: secret.encode())
    folder, watch = tmp_path_factory.mktemp("tries"), Watch()
    secrets = SecretStore(folder, watch)
    secrets.set_pin(PIN)
    secrets.set_pin(RECEPTION, Area.RECEPTION)
    in_a_row, waited = 0, 0
    for step, seconds in steps:
        if step == "later":
            watch.time += timedelta(seconds=seconds)
            waited += seconds
        elif step == "earlier":
            watch.time -= timedelta(seconds=seconds)
        elif step == "restart":
            secrets = SecretStore(folder, watch)
        else:
            asked = {"wrong": WRONG, "right": PIN, "reception": RECEPTION}[step]
            if is_taken(partial(secrets.area_of, asked)):
                if step == "wrong":
                    in_a_row += 1
                    assert in_a_row <= FREE + waited // 60
                elif step == "right":
                    in_a_row, waited = 0, 0
    watch.time += LONGEST_WAIT
    with suppress(Refused):  # a clock set back is seen by the first try after it
        secrets.opens(PIN)
    watch.time += LONGEST_WAIT
    assert secrets.opens(PIN)


def test_of_forty_tries_at_once_by_threads_five_are_taken(
    secrets: SecretStore, tmp_path: Path
) -> None:
    stores = [secrets, *(SecretStore(tmp_path, secrets._tries._clock) for _ in range(3))]
    with ThreadPoolExecutor(40) as threads:
        jobs = [
            threads.submit(is_taken, partial(stores[n % 4].opens, f"{n:04}")) for n in range(40)
        ]
    assert sum(job.result() for job in jobs) == FREE


MANY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from kiosk.errors import Refused
from kiosk.system.secrets import SecretStore

def is_taken(pin):
    try:
        secrets.opens(pin)
    except Refused:
        return False
    return True

secrets = SecretStore(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(10) as threads:
    print(sum(threads.map(is_taken, [f"{sys.argv[2]}{n:03}" for n in range(10)])))
"""


def test_of_forty_tries_at_once_by_four_programs_five_are_taken(tmp_path: Path) -> None:
    SecretStore(tmp_path).set_pin(PIN)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MANY, str(tmp_path), str(number)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(4)
    ]  # fmt: skip
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    taken = 0
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        said, _ = program.communicate(timeout=60)
        assert program.returncode == 0
        taken += int(said)
    assert taken == FREE
    assert not is_taken(lambda: SecretStore(tmp_path).opens(PIN))


def full(*_args: object, **_more: object) -> None:
    raise OSError(28, "No space left on device")


def test_on_a_full_disk_each_try_takes_its_time_and_they_are_limited_still(
    tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    tries = TryCounter(tmp_path, watch, slept.append)
    with monkeypatch.context() as disk:
        disk.setattr("kiosk.system.wrong_tries.replace_durably", full)
        for number in range(FREE):
            before = tries.count_wrong("pin")
            assert slept == [UNSAVED_WAIT] * (number + 1)
        with pytest.raises(Refused):
            tries.count_wrong("pin")
        # another program cannot know of them: it is slowed down from its first try on
        other: list[float] = []
        TryCounter(tmp_path, watch, other.append).count_wrong("pin")
        assert other == [UNSAVED_WAIT]
        watch.wait(1)
        before = tries.count_wrong("pin")
        tries.settle("pin", before, right=True)
        before = tries.count_wrong("pin")
        assert before is not None
        assert before.in_a_row == 0
    slept.clear()
    tries.count_wrong("pin")  # the disk has room again: what was kept in mind is saved
    counted = TryCounter(tmp_path, watch).count_wrong("pin")
    assert counted is not None
    assert counted.in_a_row == 2
    assert not slept


def test_in_a_folder_that_cannot_be_written_each_try_takes_its_time(
    tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.system.wrong_tries.replace_durably", full)
    monkeypatch.setattr("filelock.FileLock.acquire", full)
    slept: list[float] = []
    tries = TryCounter(tmp_path, watch, slept.append)
    tries.count_wrong("pin")
    assert slept == [UNSAVED_WAIT]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"pin": 3}', b"\xff"])
def test_a_damaged_file_begins_anew_and_counts(
    secrets: SecretStore, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / FILE).write_bytes(data)
    try_wrong(secrets)
    assert not is_taken(lambda: secrets.opens(PIN))


def test_the_tutors_are_told_once_of_three_or_more_wrong_tries(
    secrets: SecretStore, watch: Watch
) -> None:
    try_wrong(secrets, 2)
    assert secrets.opens(PIN)
    assert secrets.untold_tries() == []
    try_wrong(secrets, 2)
    watch.wait(1)
    try_wrong(secrets, 1)
    for _ in range(4):
        assert not secrets.proves("nia", "0000")
    last = watch.time
    watch.wait(1)
    assert secrets.opens(PIN)  # it is they who type it: that must not hide what was tried
    told = {whose: (tries.untold, tries.last) for whose, tries in secrets.untold_tries()}
    assert told == {"": (3, last), "nia": (4, last)}
    assert secrets.untold_tries() == []
    assert not secrets.proves("nia", "0000")
    assert not is_taken(lambda: secrets.proves("nia", "4913"))  # told, but not forgiven


def test_what_was_tried_for_somebody_goes_with_their_code(
    secrets: SecretStore, tmp_path: Path
) -> None:
    assert not secrets.proves("nia", "0000")
    assert b"nia" in (tmp_path / FILE).read_bytes()
    secrets.reset_code("nia")
    assert b"nia" not in (tmp_path / FILE).read_bytes()


def test_the_file_is_private(secrets: SecretStore, tmp_path: Path) -> None:
    try_wrong(secrets, 1)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert (tmp_path / "tries.lock").stat().st_mode & 0o077 == 0


def test_a_wait_is_said_in_whole_minutes(secrets: SecretStore, watch: Watch) -> None:
    try_wrong(secrets)
    watch.wait(1)
    try_wrong(secrets, 1)
    watch.wait(0.5)
    with pytest.raises(Refused) as refusal:
        secrets.opens(PIN)
    assert refusal.value.reason.count == 2
