"""How large a file may be, and that nothing holds the kiosk for ever: pipes and devices."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.exchange import decoding
from kiosk.exchange.form_choices import read_choices
from kiosk.exchange.limits import MAX_BYTES
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.problems import describe_all
from tests.exchange.files import problems_of, said, sound, staff, write

HEAD = "id,forename,surname,role\n"


def told(path: Path) -> str:
    (line,) = describe_all(problems_of(lambda: sound(read_staff(path))))
    return said(line)


def test_a_file_of_more_than_fifty_megabytes_is_told(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert told(path) == "staff.csv: this is a larger file; expected at most 50 MB."


def test_a_file_of_more_than_fifty_thousand_rows_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "".join(f"{n},A,B,TA\n" for n in range(50_000)))
    assert told(path) == "staff.csv: found “50001”; expected at most 50000 rows."
    path = write(tmp_path, HEAD + "1,A,B,TA\n" + ",,,\n" * 60_000)
    assert len(read_staff(path).rows) == 1


def test_a_table_of_too_many_columns_is_told(tmp_path: Path) -> None:
    assert "at most 1000 columns" in told(write(tmp_path, "id," * 100_000))


@pytest.mark.parametrize(
    ("cells", "column", "most"),
    [
        (("x" * 65, "A", "B"), "id", 64),
        (("1", "A" * 201, "B"), "forename", 200),
        (("1", "A", "B" * 10_001), "surname", 200),
    ],
)
def test_a_cell_that_is_too_long_is_told(
    tmp_path: Path, cells: tuple[str, ...], column: str, most: int
) -> None:
    sentence = told(write(tmp_path, f"{HEAD}{','.join(cells)},TA\n"))
    assert sentence.startswith(f"staff.csv, row 2, {column}: found “")
    assert sentence.endswith(f"…”; expected at most {most} characters.")
    assert len(sentence) < 160


def test_the_longest_that_is_allowed_is_read(tmp_path: Path) -> None:
    assert staff(tmp_path, f"{'x' * 64},{'A' * 200},{'B' * 200},TA").rows


@pytest.mark.parametrize("length", [10_001, 200_000])
def test_a_very_long_answer_on_a_form_is_told(tmp_path: Path, length: int) -> None:
    path = write(tmp_path, f"name,First choice\nA,{'x' * length}\n", "f.csv")
    (line,) = describe_all(problems_of(lambda: sound(read_choices(path))))
    assert "at most 10000 characters" in said(line)


def test_a_long_text_in_a_toml_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, f'\nname_en = "{"x" * 300}"\n', "school.toml")
    (problem,) = read_programme(path).problems
    assert (problem.row, problem.column) == (2, "name_en")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_told_and_never_read(tmp_path: Path) -> None:
    for device in ("/dev/zero", "/dev/null"):
        assert "this is a device" in told(Path(device))
    (tmp_path / "days.toml").symlink_to("/dev/zero")
    (line,) = describe_all(problems_of(lambda: read_programme(tmp_path)))
    assert said(line).startswith("days.toml: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_read_to_its_end_or_its_limit_and_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "PATIENCE", 0.5)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "nothing came" in told(pipe)

    def write_into(raw: bytes) -> None:
        with suppress(BrokenPipeError):
            pipe.write_bytes(raw)

    for raw in (HEAD.encode() + b"1,A,B,TA\n", b"x" * 3_000_000):
        monkeypatch.setattr(decoding, "MAX_BYTES", 2_000_000)
        writer = threading.Thread(target=write_into, args=(raw,))
        writer.start()
        if len(raw) < 100:
            assert len(read_staff(pipe).rows) == 1
        else:
            assert "a larger file" in told(pipe)
        writer.join()
