"""Quotations: read with every fault, released only when true and pointing to nobody."""

from pathlib import Path

import pytest
from tests.made_data import dataset_of, multi, number, single, words

from alongside.dataset import DataSet, Variable, VariableType
from alongside.kernel.errors import AlongsideError, ProblemsFoundError
from alongside.kernel.text import plain_text
from alongside.questionnaire import Disclosure
from alongside.themes import Quote, ReleasedQuote, read_quotes, release_quote

RULE = Disclosure(withhold_below=3)
BY = ("audience", "job")
SECRET = Variable("note", VariableType.TEXT, plain_text("Note"), identifies=True)
VARIABLES = (
    single("audience", "staff", "lived"),
    single("job", "Social worker", "NHS manager", "carer"),
    multi("needs", "time"),
    number("years"),
    words("said"),
    SECRET,
)


@pytest.fixture(scope="module")
def people() -> DataSet:
    social_worker = {"audience": "staff", "job": "Social worker"}
    rows = [
        {**social_worker, "said": "They listened. Ring me on 01632 960123."},
        {**social_worker, "said": "“Nothing about us without us” — that’s it."},
        {**social_worker, "note": "secret"},
        {"audience": "staff", "job": "NHS manager", "said": "We try."},
        {"audience": "lived", "said": "Nobody asked me."},
        {"said": "I would rather not say who I am."},
        {"audience": "staff", "job": "Social worker", "said": "Half done"},
    ]
    return dataset_of(VARIABLES, rows, partial=[6])


def release(people: DataSet, respondent: int, text: str, **more: object) -> ReleasedQuote:
    quote = Quote("q", respondent, "said", text, BY)
    return release_quote(people, quote, RULE, **more)


def test_the_attribution_names_the_groups_and_the_number(people: DataSet) -> None:
    released = release(people, 1, "They listened.")
    assert released.attribution == "Staff, social worker, respondent 1"
    assert (released.id, released.question, released.respondent) == ("q", "said", 1)
    assert released.text == "They listened."


def test_groups_too_small_to_name_are_left_out_from_the_last(people: DataSet) -> None:
    assert release(people, 4, "We try.").attribution == "Staff, respondent 4"
    assert release(people, 5, "Nobody asked me.").attribution == "Respondent 5"


def test_a_person_without_a_group_is_only_a_number(people: DataSet) -> None:
    released = release(people, 6, "I would rather not say …")
    assert released.attribution == "Respondent 6"


def test_only_finished_responses_make_a_group(people: DataSet) -> None:
    stricter = Disclosure(withhold_below=4)
    quote = Quote("q", 7, "said", "Half done", BY)
    assert release_quote(people, quote, stricter).attribution == "Staff, respondent 7"


def test_names_and_initials_keep_their_capitals(people: DataSet) -> None:
    open_rule = Disclosure(withhold_below=1)
    quote = Quote("q", 4, "said", "We try.", BY)
    assert release_quote(people, quote, open_rule).attribution == "Staff, NHS manager, respondent 4"


def test_kinds_of_quotation_marks_do_not_matter(people: DataSet) -> None:
    assert release(people, 2, '"Nothing about us without us" — that\'s it.').respondent == 2


@pytest.mark.parametrize(
    ("respondent", "text", "reason"),
    [
        (1, "They never listened.", "differ from what the person wrote"),
        (1, "They listened. Ring me on 01632 960123.", "a telephone number: 01632 960123"),
        (3, "Anything", "gave no answer"),
        (99, "Anything", "gave no answer"),
    ],
)
def test_what_may_not_be_printed(people: DataSet, respondent: int, text: str, reason: str) -> None:
    with pytest.raises(AlongsideError, match=reason) as caught:
        release(people, respondent, text)
    assert caught.value.remedy


def test_personal_data_can_be_replaced_in_brackets(people: DataSet) -> None:
    assert release(people, 1, "They listened. Ring me on [telephone number].").respondent == 1


@pytest.mark.parametrize(
    ("question", "groups", "reason"),
    [
        ("sad", (), "no question or variable “sad”"),
        ("years", (), "not a question with open answers"),
        ("note", (), "can identify people"),
        ("said", ("jobb",), "no question or variable “jobb”"),
        ("said", ("needs",), "cannot be attributed by “needs”"),
        ("said", ("years",), "cannot be attributed by “years”"),
    ],
)
def test_wrong_names_are_refused(
    people: DataSet, question: str, groups: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(AlongsideError, match=reason):
        release_quote(people, Quote("q", 1, question, "They listened."), RULE, groups)


def test_a_released_quotation_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError, match="release_quote only"):
        ReleasedQuote("q", "Words", "Staff", 1, "said")


def test_quotations_are_read_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "quotes.yaml").write_text(
        "attribute_by: [audience, job]\n"
        "quotes:\n"
        "- {id: a, respondent: 1, question: said, text: They listened.}\n"
        "- {id: b, respondent: 2, question: said, text: ' It is …  '}\n",
        "utf-8",
    )
    first, second = read_quotes(tmp_path)
    assert first == Quote("a", 1, "said", "They listened.", BY)
    assert second.text == "It is …"
    assert str(second.place) == "quotes.yaml:4, quotation b"


def test_a_plain_list_and_no_file_are_fine(tmp_path: Path) -> None:
    assert read_quotes(tmp_path) == ()
    (tmp_path / "quotes.yaml").write_text("- {id: a, respondent: 1, question: s, text: T}\n")
    assert read_quotes(tmp_path)[0].attribute_by == ()


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "quotes.yaml").write_text(
        """\
attribut_by: [audience]
quotes:
- {id: a, respondent: 1, question: said}
- {id: b, respondent: one, question: said, text: T}
- {id: c, respondent: 1, question: said, text: T, by: job}
- {id: d, respondent: 1, question: said, text: 12}
- only words
- {id: e, respondent: 1, question: said, text: T}
- {id: e, respondent: 2, question: said, text: T}
- {id: f, respondent: true, question: said, text: T}
""",
        "utf-8",
    )
    with pytest.raises(ProblemsFoundError) as caught:
        read_quotes(tmp_path)
    for problem in caught.value.problems:
        assert problem.what()
        assert problem.remedy()
    assert [(problem.code, str(problem.where)) for problem in caught.value.problems] == [
        ("quotes-unknown-key", "quotes.yaml:1"),
        ("quotes-missing", "quotes.yaml:3, quotation a"),
        ("quotes-respondent", "quotes.yaml:4, quotation b"),
        ("quotes-unknown-key", "quotes.yaml:5, quotation c"),
        ("quotes-text", "quotes.yaml:6, quotation d"),
        ("quotes-missing", "quotes.yaml:7, quotation 5"),
        ("quotes-twice", "quotes.yaml:9, quotation e"),
        ("quotes-respondent", "quotes.yaml:10, quotation f"),
    ]


@pytest.mark.parametrize(
    ("written", "code"), [("quotes: words\n", "quotes-not-a-list"), ("- {id: [", "yaml-broken")]
)
def test_a_file_of_the_wrong_form_is_refused(tmp_path: Path, written: str, code: str) -> None:
    (tmp_path / "quotes.yaml").write_text(written)
    with pytest.raises(ProblemsFoundError) as caught:
        read_quotes(tmp_path)
    assert [problem.code for problem in caught.value.problems] == [code]
