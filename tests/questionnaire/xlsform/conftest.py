"""Small workbooks, made as a form designer would."""

from collections.abc import Callable, Mapping, Sequence
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
        settings: Mapping[str, object] | None = None,
        sheets: Sequence[str] = (),
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "survey"
        known = {*SURVEY_HEAD, "label", "cy"}
        heads = [
            *SURVEY_HEAD,
            *dict.fromkeys(key for row in survey for key in row if key not in known),
        ]
        sheet.append(heads)
        for row in survey:
            spelled = {
                "label::English (en)": row.get("label"),
                "label::Cymraeg (cy)": row.get("cy"),
            }
            sheet.append([{**row, **spelled}.get(head) for head in heads])
        listed = book.create_sheet("choices")
        listed.append(
            ["list_name", "name", "label::English (en)", "label::Cymraeg (cy)", *choice_columns]
        )
        for choice in choices:
            listed.append(list(choice))
        if settings:
            about = book.create_sheet("settings")
            about.append(list(settings))
            about.append(list(settings.values()))
        for title in sheets:
            book.create_sheet(title).append(["something"])
        path = tmp_path / name
        book.save(path)
        return path

    return make
