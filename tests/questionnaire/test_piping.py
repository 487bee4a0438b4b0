"""Earlier answers in later words: the right words, and never a way in for somebody's markup."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Value,
    fill_text,
)
from alongside.questionnaire.piping import piped_codes

OPTIONS = (
    Option("time", Text({"en": "Time", "cy": "Amser"}, {"en": "More time"})),
    Option("words", plain_text("Plain words")),
    Option("else", plain_text("Something else"), other=True),
)


def questionnaire() -> Questionnaire:
    questions = [
        Question("helps", QuestionType.ANY_OF, plain_text("What helps?"), options=OPTIONS),
        Question("best", QuestionType.ONE_OF, plain_text("What is best?"), options=OPTIONS),
        Question("name", QuestionType.SHORT_TEXT, plain_text("What is it called?")),
        Question("hours", QuestionType.NUMBER, plain_text("How many hours?")),
        Question("began", QuestionType.DATE, plain_text("When did it begin?")),
    ]
    pages = tuple(Page(question.code, (question,)) for question in questions)
    return Questionnaire(plain_text("A"), (Section("s", plain_text("S"), pages),))


@pytest.mark.parametrize(
    ("words", "answers", "language", "said"),
    [
        ("You said {{best}}.", {"best": "time"}, "en", "You said Time."),
        ("You said {{ best }}.", {"best": "time"}, "cy", "You said Amser."),
        ("You said {{best}}.", {}, "en", "You said ."),
        ("{{helps}}", {"helps": ("time", "words")}, "en", "Time, Plain words"),
        ("{{best}}", {"best": "else", "best_other": "A dog"}, "en", "A dog"),
        ("{{best}}", {"best": "else"}, "en", "Something else"),
        ("{{best_other}}", {"best": "else", "best_other": "A dog"}, "en", "A dog"),
        ("{{name}}", {"name": "Tuesday\n club"}, "en", "Tuesday club"),
        ("{{name}}", {"name": "{{best}}", "best": "time"}, "en", "{{best}}"),
        ("{{hours}} h", {"hours": 12.5}, "en", "12.5 h"),
        ("{{hours}} h", {"hours": 12.0}, "en", "12 h"),
        ("{{began}}", {"began": date(2023, 3, 14)}, "en", "14 March 2023"),
        ("{{began}}", {"began": date(2023, 3, 14)}, "cy", "14 Mawrth 2023"),
        ("{{began}}", {"began": date(2023, 3, 14)}, "ur", "2023-03-14"),
        ("{{gone}}", {"best": "time"}, "en", ""),
        ("No braces {x} here", {}, "en", "No braces {x} here"),
    ],
)
def test_words_are_filled_in(
    words: str, answers: dict[str, Value], language: str, said: str
) -> None:
    assert fill_text(words, questionnaire(), answers, language) == said


def test_easy_read_words_for_easy_read_readers() -> None:
    filled = fill_text("{{best}}", questionnaire(), {"best": "time"}, "en", easy_read=True)
    assert filled == "More time"


MARKUP = st.text(alphabet="*_[]()`#<>!&\\~|-+=.:1a /\n\"'", max_size=20) | st.text(max_size=20)


@given(MARKUP, st.sampled_from(["You said {{name}} to us.", "{{name}}", "- {{name}}"]))
@example("**bold** and [a link](https://example.org) and `code`", "{{name}}")
@example("# Heading", "{{name}}")
@example("<b>bold</b>", "{{name}}")
def test_an_answer_never_becomes_markup(answer: str, words: str) -> None:
    filled = fill_text(words, questionnaire(), {"name": answer}, "en", markdown=True)
    page = MarkdownIt("commonmark").parse(filled)
    kinds = {token.type for token in page}
    kinds |= {child.type for token in page for child in token.children or ()}
    harmless = {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    the_list = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    assert kinds <= harmless | (the_list if words.startswith("-") else set())


@given(st.lists(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), max_size=4))
def test_every_slot_is_found(codes: list[str]) -> None:
    words = " and ".join(f"{{{{{code}}}}}" for code in codes)
    assert list(piped_codes(words)) == codes
