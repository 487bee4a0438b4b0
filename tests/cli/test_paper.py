"""Printing from the command line."""

import io
from pathlib import Path

import pypdf
import pytest
from tests.made_studies import TEA, make_study

from alongside.cli.main import exit_code_of

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "studies" / "coproduction"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_study(tmp_path / "tea", "title: Tea\nsummary: About tea.\nsource: A test.\n")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def text_of(path: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    return "\n".join(page.extract_text() for page in pages)


def test_a_form_for_each_audience_edition_and_language(tmp_path: Path) -> None:
    out = tmp_path / "paper"
    assert exit_code_of(["paper", str(REFERENCE), "--out", str(out)]) == 0
    audiences, editions = ("lived", "other", "staff"), ("easy", "large", "standard")
    forms = [(a, e, tag) for a in audiences for e in editions for tag in ("cy", "en")]
    assert names_in(out) == [f"coproduction-{a}-{e}-{tag}.pdf" for a, e, tag in forms]


def test_numbered_copies_with_an_address_and_a_link(study: Path, tmp_path: Path) -> None:
    command = ["paper", str(study), "--edition", "large", "--forms", "9-11"]
    command += ["--return-to", "Freepost TEA, London", "--address", "https://tea.example.org"]
    assert exit_code_of(command) == 0
    folder = tmp_path / "var" / "paper" / "tea"
    assert names_in(folder) == ["tea-everybody-large-en-009-to-011.pdf"]
    said = text_of(folder / "tea-everybody-large-en-009-to-011.pdf")
    assert "Form no. 009" in said
    assert "Form no. 011" in said
    assert "Freepost TEA\nLondon" in said
    assert "tea.example.org/s/tea" in said


def test_one_form_that_leads_everybody(tmp_path: Path) -> None:
    command = ["paper", str(REFERENCE), "--audience", "everybody", "--edition", "standard"]
    assert exit_code_of([*command, "--out", str(tmp_path)]) == 0
    said = text_of(tmp_path / "coproduction-everybody-standard-en.pdf")
    assert "Which of these is most like you?" in said
    assert "What is your job?" in said
    assert "What care do you use now?" in said


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--audience", "nobody"], 2, ["nobody", "staff, lived, other, everybody, all"]),
        (["--edition", "tiny"], 2, ["tiny", "standard, large, easy, all"]),
        (["--language", "fr"], 2, ["“fr”", "en, cy, all"]),
        (["--forms", "50-1"], 2, ["50-1", "1-50"]),
        (["--forms", "some"], 2, ["some"]),
        (["--forms", "1-501"], 2, ["501 copies", "500"]),
        (["--address", "http://survey.example.org"], 1, ["https"]),
        (["--address", "survey"], 1, ["https://survey.example.org"]),
    ],
)
def test_what_cannot_be_printed_is_said_clearly(
    options: list[str],
    code: int,
    words: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert exit_code_of(["paper", str(REFERENCE), *options, "--out", str(out)]) == code
    said = " ".join(capsys.readouterr().err.replace("│", " ").split())
    for word in words:
        assert word in said
    assert "Traceback" not in said
    assert not out.exists()


def test_a_study_without_easy_read_has_two_editions(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["paper", str(study), "--out", str(tmp_path / "out")]) == 0
    assert names_in(tmp_path / "out") == [
        "tea-everybody-large-en.pdf",
        "tea-everybody-standard-en.pdf",
    ]
    assert exit_code_of(["paper", str(study), "--edition", "easy"]) == 1
    assert "no Easy Read wording" in capsys.readouterr().err


def test_a_study_with_problems_is_not_printed(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "questionnaire.yaml").write_text(TEA + "        show_if: nowhere = 1\n")
    assert exit_code_of(["paper", str(study)]) == 1
    assert "alongside check" in capsys.readouterr().err
    assert exit_code_of(["posters", str(study), "--address", "https://a.example"]) == 1


def test_a_study_of_imported_data_has_nothing_to_print(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "questionnaire.yaml").unlink()
    assert exit_code_of(["paper", str(study)]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said


def test_a_poster_for_each_channel(tmp_path: Path) -> None:
    command = ["posters", str(REFERENCE), "--address", "https://survey.example.org"]
    assert exit_code_of([*command, "--out", str(tmp_path)]) == 0
    channels = ("bulletin", "event", "paper", "partners", "social")
    posters = [(channel, tag) for channel in channels for tag in ("cy", "en")]
    assert names_in(tmp_path) == [f"coproduction-{channel}-{tag}.pdf" for channel, tag in posters]
    assert "survey.example.org/c/coproduction/event" in text_of(
        tmp_path / "coproduction-event-en.pdf"
    )


def test_a_poster_of_a_study_without_channels(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["posters", str(study), "--address", "http://localhost:8000"]
    assert exit_code_of(command) == 0
    assert "no channels" in capsys.readouterr().err
    folder = tmp_path / "var" / "posters" / "tea"
    assert "localhost:8000/s/tea" in text_of(folder / "tea-poster-en.pdf")


def test_a_poster_needs_an_address_that_is_encrypted(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["posters", str(study)]) == 2
    assert exit_code_of(["posters", str(study), "--address", "http://a.example"]) == 1
    assert "does not begin with https" in capsys.readouterr().err
