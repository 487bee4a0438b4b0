"""Forms of a study: where they go back to."""

from dataclasses import replace

import pytest

from alongside.collect.paper import Handout, kinds, paper_kinds, print_kind
from alongside.kernel.text import Text
from alongside.questionnaire import Study


@pytest.mark.parametrize(
    ("given", "expected"),
    [("", "Yr astudiaeth\n1 Stryd Fawr"), ("Freepost CARE", "Freepost CARE")],
)
def test_forms_go_back_to_the_address_of_the_study_unless_another_is_given(
    reference: Study, monkeypatch: pytest.MonkeyPatch, given: str, expected: str
) -> None:
    address = Text({"en": "The study, 1 High Street", "cy": "Yr astudiaeth،1 Stryd Fawr,"})
    study = replace(reference, settings=replace(reference.settings, paper_return=address))
    handed: list[Handout] = []
    monkeypatch.setattr(
        kinds, "paper_pdf", lambda _form, _settings, handout, _: handed.append(handout)
    )
    welsh = next(kind for kind in paper_kinds(study) if kind.language == "cy")
    print_kind(study, welsh, Handout(return_to=given))
    assert [handout.return_to for handout in handed] == [expected]
