from hypothesis import given
from hypothesis import strategies as st

from alongside.report.source import Slot, Words, letter_lists, read_source, split_pieces


def slots(text: str) -> list[Slot]:
    return [piece for piece in split_pieces(text, 1, []) if isinstance(piece, Slot)]


def test_front_matter_and_lines_are_kept() -> None:
    source, problems = read_source(
        "---\ntitle: A\nauthors: [B, C]\n---\n\nOne\n{{ completed() }}\n"
    )
    assert not problems
    assert (source.front["title"], source.authors) == ("A", ("B", "C"))
    found = [piece for piece in source.pieces if isinstance(piece, Slot)]
    assert [(slot.source, slot.line, slot.alone) for slot in found] == [("completed()", 7, True)]


def test_unknown_key_and_missing_title_are_both_named() -> None:
    _, problems = read_source("---\ntitel: A\n---\n")
    assert [(found.code, found.where.line) for found in problems] == [
        ("report-front-unknown", 2),
        ("report-no-title", 1),
    ]
    assert problems[0].remedy() == "Did you mean title?"


def test_broken_front_matter_names_its_line() -> None:
    _, problems = read_source("---\ntitle: A\nauthors: [B\n---\nText\n")
    assert [found.code for found in problems] == ["report-front-yaml"]
    assert problems[0].where.line in (3, 4)


def test_braces_inside_quotation_marks_do_not_end_an_expression() -> None:
    assert slots('{{ table("a", caption="{count(\'b = }} \')}") }}')[0].source.startswith("table")


def test_an_expression_may_run_over_lines_and_stand_alone() -> None:
    found = slots("One\n\n{{ table('a',\n  caption='b') }}\n\nTwo {{ completed() }} three\n")
    assert [slot.alone for slot in found] == [True, False]
    assert [slot.line for slot in found] == [3, 6]


def test_an_expression_in_a_heading_is_known() -> None:
    assert [slot.heading for slot in slots("## {{ completed() }} people\n")] == [True]


def test_an_unclosed_expression_is_named() -> None:
    problems = []
    split_pieces("One\nTwo {{ completed(\nThree", 1, problems)
    assert [(found.code, found.where.line) for found in problems] == [("report-not-closed", 2)]


def test_escaped_braces_are_words() -> None:
    pieces = split_pieces(r"Write \{{ completed() }}.", 1, [])
    assert pieces == [Words("Write {{ completed() }}.")]


@given(st.text(alphabet="ab {}\"'\\\n", max_size=60))
def test_any_text_is_split_without_losing_words(text: str) -> None:
    problems = []
    pieces = split_pieces(text, 1, problems)
    if "{{" not in text:
        assert "".join(piece.text for piece in pieces if isinstance(piece, Words)) == text
        assert not problems


def test_only_runs_from_a_become_lettered_lists() -> None:
    assert letter_lists("A. One\nB. Two\n\nC. Three") == "A.  One\nB.  Two\n\nC.  Three"
    assert letter_lists("J. Smith and\nA. Jones") == "J. Smith and\nA. Jones"
