"""Where pages end: never between a question and its first answer."""

import io

import pypdf
import pypdfium2
import pytest

from alongside.collect.paper import Edition, PaperForm, paper_form
from alongside.collect.paper.sheets import paper_pdf
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
)

FOOT = 85
"""Points from the lower edge below which only the foot of a large-print page stands."""


def pages_of(made: bytes) -> list[str]:
    """Return the words of each page, without spaces: a line may end within a label."""
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return ["".join(page.extract_text().split()) for page in pages]


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("audience", ["staff", "lived"])
def test_a_question_stands_on_the_page_of_all_its_answers(
    reference: Study, audience: str, language: str, edition: Edition
) -> None:
    assert reference.questionnaire is not None
    form = paper_form(reference.questionnaire, audience, language, edition)
    pages = pages_of(paper_pdf(form, reference.settings, pictures=reference.folder / "pictures"))

    def said(text: Text) -> str:
        return "".join(text.say(language, easy_read=edition.easy_read).split())

    with_options = [item for item in form.items if item.options]
    assert len(with_options) > 5
    for item in with_options:
        page = next(page for page in pages if item.number + said(item.question.label) in page)
        for printed in item.options:
            assert said(printed.option.label) in page, (item.question.code, printed.option.code)


def long_list(lines_before: int, options: int = 60) -> PaperForm:
    """Return a form with a question that no page can hold, after so many small questions."""
    before = tuple(
        Page(
            f"b{spot}",
            (
                Question(
                    f"b{spot}", QuestionType.SHORT_TEXT, plain_text(f"Before {spot}"), maximum=20
                ),
            ),
        )
        for spot in range(lines_before)
    )
    answers = tuple(Option(f"o{spot}", plain_text(f"Option {spot:02}")) for spot in range(options))
    question = Question(
        "q",
        QuestionType.ANY_OF,
        plain_text("Which of these?"),
        hint=plain_text("There are many of them. " * 12),
        options=answers,
    )
    pages = (*before, Page("q", (question,)))
    made = Questionnaire(plain_text("Long"), (Section("s", plain_text("All"), pages),))
    return paper_form(made, edition=Edition.LARGE)


@pytest.mark.parametrize("before", range(8))
def test_a_list_longer_than_a_page_begins_with_its_question(before: int) -> None:
    pages = pages_of(paper_pdf(long_list(before), StudySettings(plain_text("Long"))))
    start = next(spot for spot, page in enumerate(pages) if "Whichofthese?" in page)
    assert "Option00" in pages[start]
    assert "Option59" not in pages[start]
    assert sum(page.count("Option00") for page in pages) == 1


@pytest.mark.parametrize("options", range(13, 25))
def test_nothing_runs_into_the_foot_of_a_page(options: int) -> None:
    document = pypdfium2.PdfDocument(
        paper_pdf(long_list(0, options), StudySettings(plain_text("Long")))
    )
    found = 0
    for page in document:
        words = page.get_textpage()
        search = words.search("Option")
        while spot := search.get_next():
            found += 1
            assert words.get_charbox(spot[0])[1] > FOOT
    assert found == options


def test_lines_to_write_on_are_fewer_before_they_run_on_to_the_next_page() -> None:
    hint = plain_text("Say what you think of it in your own words. " * 20)
    question = Question("q", QuestionType.LONG_TEXT, plain_text("What happened?"), hint=hint)
    after = Question("r", QuestionType.YES_NO_UNSURE, plain_text("Was it good?"))
    sections = (Section("s", plain_text("All"), (Page("q", (question,)), Page("r", (after,)))),)
    form = paper_form(Questionnaire(plain_text("Long"), sections), edition=Edition.LARGE)
    document = pypdfium2.PdfDocument(paper_pdf(form, StudySettings(plain_text("Long"))))
    words = [page.get_textpage().get_text_bounded() for page in document]
    asked = next(spot for spot, said in enumerate(words) if "What happened?" in said)
    drawn = [lines_on(page) for page in document]
    assert 3 <= drawn[asked] < 7
    assert "Was it good?" in words[asked + 1]
    assert drawn[asked + 1] == 0


def lines_on(page: pypdfium2.PdfPage) -> int:
    """Return how many lines to write on stand on a page: wide and thin, above its foot."""
    found = 0
    for drawn in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = drawn.get_bounds()
        found += right - left > 300 and top - bottom < 2 and bottom > FOOT
    return found
