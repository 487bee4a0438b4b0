"""Small workbooks, made as a form designer would."""

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

Rows = Sequence[Sequence[object]]
MakeForm = Callable[..., Path]

SURVEY_HEAD = [
    *("type", "name", "label::English (en)", "label::Cymraeg (cy)", "hint", "relevant"),
    *("constraint", "required", "appearance", "choice_filter", "calculation", "default"),
    *("parameters", "read_only"),
]


@pytest.fixture
def make_form(tmp_path: Path) -> MakeForm:
    """Return a function that writes a workbook: survey rows as dicts, choices as tuples."""

    def make(
        survey: Sequence[dict[str, object]],
        choices: Rows = (),
        name: str = "form.xlsx",
        choice_columns: Sequence[str] = (),
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "survey"
        sheet.append(SURVEY_HEAD)
        for row in survey:
            spelled = {
                "label::English (en)": row.get("label"),
                "label::Cymraeg (cy)": row.get("cy"),
            }
            sheet.append([{**row, **spelled}.get(head) for head in SURVEY_HEAD])
        listed = book.create_sheet("choices")
        listed.append(
            ["list_name", "name", "label::English (en)", "label::Cymraeg (cy)", *choice_columns]
        )
        for choice in choices:
            listed.append(list(choice))
        path = tmp_path / name
        book.save(path)
        return path

    return make
