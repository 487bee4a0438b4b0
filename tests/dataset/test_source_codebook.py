"""codebook.yaml: read back as it was written, and every fault named with its line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.dataset import Missing, VariableType
from alongside.dataset.source_codebook import (
    CODEBOOK_FILE,
    SourceCategory,
    SourceCodebook,
    SourceVariable,
    dump_codebook,
    read_codebook,
)
from alongside.kernel.errors import ProblemsFoundError, StudyError

ODD_LINES = """a: b|- x|# no|"|'|yes|no|true|null|~|1.50|007|1e3|{{x}}|[a]|&a|*a|!x|%|@|`|\\|\
2023-01-01|=1+1|Ünïcödé 日本 😀|0x1F|1_000|.5|Off|?|>|x #y|<<"""
ODD = st.sampled_from([*ODD_LINES.split("|"), "|", "line\nbreak", "tab\there"])
WORDS = st.one_of(
    ODD,
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.text(st.sampled_from("ab  :#'\"\n\x85\u2028"), min_size=90, max_size=220),
).filter(lambda words: words.strip() == words and words != "")
CODES = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True).filter(
    lambda code: code not in ("respondent", "status")
)


@st.composite
def codebooks(draw: st.DrawFn) -> SourceCodebook:
    made = []
    for code in draw(st.lists(CODES, min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(list(VariableType)))
        choice = kind in (VariableType.SINGLE, VariableType.MULTI)
        values = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True)) if choice else []
        categories = tuple(
            SourceCategory(
                f"c{number}",
                draw(WORDS),
                **({"column": value} if kind is VariableType.MULTI else {"value": value}),
            )
            for number, value in enumerate(values)
        )
        none: st.SearchStrategy[dict[str, Missing]] = st.dictionaries(
            WORDS, st.sampled_from(list(Missing)), max_size=2
        )
        absent = {w: why for w, why in draw(none).items() if w not in values}
        multi = kind is VariableType.MULTI
        made.append(
            SourceVariable(
                code,
                kind,
                draw(WORDS),
                "" if multi else draw(WORDS),
                categories,
                {} if multi else absent,
                draw(st.booleans()),
                draw(WORDS) if multi else "1",
                draw(st.sampled_from(["skipped", "none"])) if multi else "skipped",
            )
        )
    return SourceCodebook(
        tuple(made),
        draw(st.sampled_from(["utf-8", "cp1252"])),
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["day-first", "month-first", "year-first"])),
        draw(st.sampled_from(["respondent", "row"])),
        tuple(draw(st.lists(WORDS, max_size=3))),
    )


@settings(max_examples=120, deadline=None)
@given(codebook=codebooks())
def test_a_codebook_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, codebook: SourceCodebook
) -> None:
    folder = tmp_path_factory.mktemp("book")
    (folder / CODEBOOK_FILE).write_text(dump_codebook(codebook), "utf-8")
    assert read_codebook(folder) == codebook


def faults(folder: Path, words: str) -> list[tuple[str, int | None]]:
    (folder / CODEBOOK_FILE).write_text(words, "utf-8")
    with pytest.raises(ProblemsFoundError) as refused:
        read_codebook(folder)
    assert all(problem.what() and problem.remedy() for problem in refused.value.problems)
    return [(problem.code, problem.where.line) for problem in refused.value.problems]


def test_every_fault_of_a_codebook_is_named_at_once(tmp_path: Path) -> None:
    words = """\
dates: month
unit: people
delimiter: tab
left_out: Comment
colour: red
variables:
  - {code: respondent, column: R, type: text}
  - {code: a b, column: A, type: text}
  - {code: a, column: A, type: text, identifies: yes}
  - {code: b, column: B, type: choice}
  - {code: c, column: C, type: text, missing: [none]}
  - {code: d, column: D, type: text, missing: {none: gone}}
  - {code: e, type: numeric}
  - {code: f, column: F, type: single}
  - {code: g, column: G, type: numeric, categories: [{code: x, value: X}]}
  - {column: H, type: text}
  - {code: i, column: I, type: text}
  - {code: i, column: I, type: text}
  - {code: j, column: J, type: date, colour: red}
  - {code: k, column: K}
"""
    assert faults(tmp_path, words) == [
        ("codebook-unknown-key", 1),
        ("codebook-not-allowed", 1),
        ("codebook-not-allowed", 2),
        ("codebook-not-allowed", 3),
        ("codebook-left-out", 4),
        ("codebook-reserved-code", 7),
        ("codebook-bad-code", 8),
        ("codebook-not-allowed", 9),
        ("codebook-not-allowed", 10),
        ("codebook-missing-form", 11),
        ("codebook-not-allowed", 12),
        ("codebook-no-column", 13),
        ("codebook-categories", 14),
        ("codebook-categories", 15),
        ("codebook-no-code", 16),
        ("codebook-code-twice", 18),
        ("codebook-unknown-key", 19),
        ("codebook-no-type", 20),
    ]


def test_faults_of_categories_are_named_with_their_lines(tmp_path: Path) -> None:
    words = """\
variables:
  - code: a
    column: A
    type: single
    categories:
      - {code: x, value: X}
      - {code: x, value: Y}
      - {code: y, value: X}
      - {code: z}
      - {code: t, value: true}
      - {code: n, value: 1.50}
      - {code: u v, value: U}
      - {code: w, value: W, colour: red}
"""
    assert faults(tmp_path, words) == [
        ("codebook-code-twice", 7),
        ("codebook-value-twice", 8),
        ("codebook-category", 9),
        ("codebook-needs-quotes", 10),
        ("codebook-needs-quotes", 11),
        ("codebook-bad-code", 12),
        ("codebook-unknown-key", 13),
    ]


def test_a_value_cannot_be_an_answer_and_no_answer(tmp_path: Path) -> None:
    words = (
        "variables:\n- {code: a, column: A, type: single, missing: {X: skipped},"
        " categories: [{code: x, value: X}]}\n"
    )
    assert faults(tmp_path, words) == [("codebook-value-missing", 2)]


def test_more_categories_than_a_mask_holds_are_refused(tmp_path: Path) -> None:
    columns = "\n".join(f"    - {{code: c{n}, column: C{n}}}" for n in range(65))
    words = f"variables:\n- code: a\n  type: multi\n  categories:\n{columns}\n"
    assert faults(tmp_path, words) == [("codebook-too-many", 2)]


def test_a_codebook_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="neither a questionnaire nor a codebook"):
        read_codebook(tmp_path)
    assert faults(tmp_path, "variables: all\n") == [("codebook-no-variables", 1)]
    assert faults(tmp_path, "variables: [\n")[0][0] == "yaml-broken"
