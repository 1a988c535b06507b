from __future__ import annotations

from html import unescape
from pathlib import Path

from kiosk.exchange.privacy_papers import as_page, privacy_papers
from kiosk.language import Language
from kiosk.settings import Settings
from kiosk.text import Both
from tests.commands.conftest import Shell


def test_the_sample_workbooks_are_written_and_loaded(empty: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "school"
    assert empty("template", "school", str(folder), "--sample").status == 0
    loaded = empty("load", "staff", str(folder / "staff.xlsx"))
    assert (loaded.status, loaded.err) == (0, "")
    assert "120 added" in loaded.out
    assert empty("load", "programme", str(folder / "programme.xlsx")).status == 0
    own = tmp_path / "own.xlsx"
    assert empty("export", "programme", str(own)).status == 0
    again = empty("load", "programme", str(own))
    assert "0 added, 0 updated" in again.out


def test_the_empty_workbooks_are_in_the_language_asked_for(empty: Shell, tmp_path: Path) -> None:
    written = empty("template", "school", str(tmp_path / "x"), "--language", "cy")
    assert written.status == 0
    assert "Wedi'i ysgrifennu" in written.out
    refused = empty("load", "programme", str(tmp_path / "x" / "programme.xlsx"))
    assert refused.status == 1


def test_a_file_that_is_there_is_never_written_over(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "programme.xlsx").write_text("mine")
    refused = empty("template", "school", str(tmp_path))
    assert "already exists" in refused.sentence
    assert (tmp_path / "programme.xlsx").read_text() == "mine"
    assert not (tmp_path / "staff.xlsx").exists()


def test_a_folder_that_cannot_be_made_is_named(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for command in (("template", "school"), ("template", "privacy")):
        refused = empty(*command, str(tmp_path / "file" / "x"))
        assert refused.status == 1
        assert refused.sentence.startswith(f"The folder {tmp_path / 'file' / 'x'} cannot be made:")
        assert "there is a file of that name" in empty(*command, str(tmp_path / "file")).sentence


def test_the_privacy_papers_are_in_both_languages_and_true_to_the_settings(
    kiosk: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    assert kiosk("template", "privacy", str(folder)).status == 0
    pages = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    names = ("privacy-notice", "impact-assessment", "staff-page")
    assert set(pages) == {f"{name}.{code}.html" for name in names for code in ("en", "cy")}
    settings = kiosk.school.settings
    for name, page in pages.items():
        code = name.split(".")[1]
        assert f'<html lang="{code}">' in page
        assert ("[Please fill in]" if code == "en" else "[I'w lenwi]") in unescape(page)
    assert settings.name.cy in pages["privacy-notice.cy.html"]
    assert f"{settings.journals_kept} days" in pages["privacy-notice.en.html"]
    assert f"{settings.lock_after} minutes" in pages["impact-assessment.en.html"]
    promise = "These records are not used for pay, capability or discipline."
    assert settings.only_for_training
    assert all(promise in page for name, page in pages.items() if ".en." in name)


def test_the_privacy_papers_need_no_school_yet(empty: Shell, tmp_path: Path) -> None:
    assert empty("template", "privacy", str(tmp_path)).status == 0
    page = (tmp_path / "staff-page.en.html").read_text("utf-8")
    assert "is for the school to agree with its staff" in page


def test_a_schools_name_is_no_markup() -> None:
    settings = Settings(name=Both("<b>O'Brien & Co</b>", ""))
    page = as_page(privacy_papers(settings)[0], Language("en"))
    assert "&lt;b&gt;O&#x27;Brien &amp; Co&lt;/b&gt;" in page
