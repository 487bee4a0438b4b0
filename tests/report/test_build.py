from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from alongside.dataset import DataSet
from alongside.kernel.errors import AlongsideError, ReportError
from alongside.questionnaire import Study
from alongside.report import build as build_module
from alongside.report.build import build_report

SOURCE = """---
title: Tiny
date: 2024-03-01
---
# One

{{ completed() }} people.

{{ table("heard", by="place", caption="Heard", id="heard") }}

{{ figure("donut", "heard", caption="Most had", id="ring") }}

{{ quote("listened") }}
"""


@pytest.fixture
def study(tiny: tuple[Study, DataSet], tmp_path: Path) -> Study:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name in ("quotes.yaml",):
        (folder / name).write_bytes((tiny[0].folder / name).read_bytes())
    (folder / "report.md").write_text(SOURCE, "utf-8")
    return replace(tiny[0], folder=folder)


def test_three_formats_are_built_and_steps_told(
    study: Study, tiny: tuple[Study, DataSet], tmp_path: Path
) -> None:
    steps: list[str] = []
    built = build_report(study, tiny[1], tmp_path / "out", progress=steps.append)
    assert {kind: path.name for kind, path in built.paths.items()} == {
        "html": "report.html",
        "docx": "report.docx",
        "pdf": "report.pdf",
    }
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.docx",
        "report.html",
        "report.pdf",
    ]
    assert len(steps) == 4
    assert [fact.text for fact in built.facts] == ["60"]
    page = lxml.html.parse(str(built.paths["html"]))
    assert "60 people." in page.getroot().text_content()


def test_a_failed_build_leaves_the_old_files(
    study: Study,
    tiny: tuple[Study, DataSet],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for kind in ("html", "docx", "pdf"):
        (out / f"report.{kind}").write_text("old", "utf-8")

    def refuse(*_args: object) -> None:
        raise ReportError("the PDF cannot be made")

    monkeypatch.setattr(build_module, "render_pdf", refuse)
    with pytest.raises(ReportError):
        build_report(study, tiny[1], out)
    assert {path.read_text("utf-8") for path in out.iterdir()} == {"old"}


def test_nothing_is_written_for_a_report_with_problems(
    study: Study, tiny: tuple[Study, DataSet], tmp_path: Path
) -> None:
    (study.folder / "report.md").write_text(SOURCE + "{{ count('x = y') }}", "utf-8")
    with pytest.raises(AlongsideError):
        build_report(study, tiny[1], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_report_and_unknown_format_are_said(
    study: Study, tiny: tuple[Study, DataSet], tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match="no report format odt"):
        build_report(study, tiny[1], tmp_path, formats=("odt",))
    (study.folder / "report.md").unlink()
    with pytest.raises(ReportError, match="has no report") as refused:
        build_report(study, tiny[1], tmp_path)
    assert "report-language" in refused.value.remedy


def test_a_report_that_is_not_utf8_is_said(
    study: Study, tiny: tuple[Study, DataSet], tmp_path: Path
) -> None:
    (study.folder / "report.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    with pytest.raises(ReportError, match="UTF-8"):
        build_report(study, tiny[1], tmp_path)
