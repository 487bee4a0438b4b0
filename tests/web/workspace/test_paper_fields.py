"""Questions on the page for typing in look as they do on the paper."""

from pathlib import Path

import pytest

from alongside.collect.entry import NOTE_PREFIX, AboutPaper, begin_entry
from alongside.collect.paper import Handout
from alongside.collect.paper.sheets import form_data
from alongside.questionnaire import Study, load_study
from alongside.web.workspace.paper_fields import section_runs

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def reference() -> Study:
    return load_study(ROOT / "studies/coproduction")


@pytest.mark.parametrize("audience", ["staff", "lived", ""])
def test_answers_stand_in_the_order_in_which_they_are_printed(
    reference: Study, audience: str
) -> None:
    questionnaire = reference.questionnaire
    assert questionnaire is not None
    entry = begin_entry(questionnaire, AboutPaper(audience))
    form = form_data(entry.about.form(questionnaire), reference.settings, Handout())
    printed = {
        item["number"]: [option["label"] for option in item["answer"]["options"]]
        for item in form["items"]
        if item["answer"]["kind"] == "options"
    }
    seen = {}
    for section in questionnaire.sections:
        for run in section_runs(questionnaire, entry, section.code):
            for typed in run.questions:
                items = typed.field.params.get("items", ())
                labels = [
                    item["text"]
                    for item in items
                    if item.get("value") and not item["value"].startswith(NOTE_PREFIX)
                ]
                if typed.number in printed:
                    seen[typed.number] = labels
    assert seen == printed
    if audience == "staff":
        assert printed["8"][-1] == "Nothing gets in the way"
