"""Every expression and every fault, on a tiny study (see conftest: 60 finished, 1 not)."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from alongside.dataset import Codebook, DataSet
from alongside.kernel.errors import DisclosureError, ProblemsFoundError
from alongside.kernel.problems import Problem
from alongside.kernel.text import Text
from alongside.questionnaire import Study
from alongside.report.binding import bind_report
from alongside.report.expressions import FUNCTIONS
from alongside.report.facts import BoundReport, FactKind
from alongside.tabulate import percent_text, release, tabulate

Tiny = tuple[Study, DataSet]
HEAD = "---\ntitle: Tiny\n---\n"


def bind(tiny: Tiny, body: str) -> BoundReport:
    return bind_report(*tiny, HEAD + body)


def problems_of(tiny: Tiny, body: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFoundError) as refused:
        bind(tiny, body)
    return refused.value.problems


@pytest.mark.parametrize(
    ("expression", "text", "n", "base_n", "kind"),
    [
        ('count("heard = yes")', "40", 40, 60, FactKind.COUNT),
        (
            'count("heard = yes", among="place = town or place = coast")',
            "40",
            40,
            60,
            FactKind.COUNT,
        ),
        ('percent("heard = yes")', "67%", 40, 60, FactKind.PERCENT),
        ('percent("heard = yes", decimals=1)', "66.7%", 40, 60, FactKind.PERCENT),
        ('percent("barriers includes time", base="asked")', "50%", 30, 60, FactKind.PERCENT),
        ('percent("barriers includes cost", base="asked")', "20%", 12, 60, FactKind.PERCENT),
        ('base("barriers")', "40", 40, 40, FactKind.BASE),
        ('base("barriers", base="asked")', "60", 60, 60, FactKind.BASE),
        ('most_common("place")', "Coast", 45, 60, FactKind.CATEGORY),
        ("started()", "61", 61, 61, FactKind.COUNT),
        ("completed()", "60", 60, 61, FactKind.COUNT),
        ("opened()", "2 January 2024", None, None, FactKind.DATE),
        ("closed()", "3 February 2024", None, None, FactKind.DATE),
        ('stated("heard_yes")', "67%", 40, 60, FactKind.PERCENT),
    ],
)
def test_each_text_function(
    tiny: Tiny, expression: str, text: str, n: int | None, base_n: int | None, kind: FactKind
) -> None:
    report = bind(tiny, f"So {{{{ {expression} }}}} it is.\n")
    (fact,) = report.facts
    assert (fact.text, fact.n, fact.base_n, fact.kind) == (text, n, base_n, kind)
    assert (fact.expression, fact.line) == (expression, 4)
    assert report.markdown.startswith(f"So {text} it is.")


def test_table_cells_are_those_of_tabulate(tiny: Tiny) -> None:
    report = bind(
        tiny, '{{ table("heard", by="place", caption="Heard", id="heard", show="both") }}'
    )
    block = report.tables["heard"]
    study, dataset = tiny
    released = release(tabulate(dataset, "heard", by="place"), study.settings.disclosure)
    assert block.heads == ("Town", "Coast", "Everyone")
    for row, heading in zip(block.rows, released.rows, strict=False):
        for shown, code in zip(row.cells, ("town", "coast", "__total__"), strict=True):
            cell, base = released.cell(heading.code, code), released.column(code).base_n
            if cell.n is None or base is None:
                assert shown == "[c]"
            else:
                assert shown == f"{cell.n} ({percent_text(cell.n, base)})"
    assert block.rows[-1].cells == ("15", "45", "60")
    assert any("fewer than 50 people: Town; Coast" in note for note in block.notes)


@pytest.mark.parametrize(
    ("show", "heads", "first"),
    [
        ("n", ("People",), ("30",)),
        ("percent", ("Share",), ("75%",)),
        ("both", ("People", "Share"), ("30", "75%")),
    ],
)
def test_one_question_alone(
    tiny: Tiny, show: str, heads: tuple[str, ...], first: tuple[str, ...]
) -> None:
    report = bind(tiny, f'{{{{ table("barriers", caption="B", id="b", show="{show}") }}}}')
    block = report.tables["b"]
    assert (block.heads, block.rows[0].cells) == (heads, first)


def test_base_asked_has_a_row_of_no_answer(tiny: Tiny) -> None:
    report = bind(tiny, '{{ table("barriers", caption="B", id="b", base="asked", show="n") }}')
    assert [row.label for row in report.tables["b"].rows][-2:] == ["No answer", "People (base)"]
    assert report.tables["b"].rows[-2].cells == ("20",)


def test_a_short_question_stands_over_its_answers(tiny: Tiny) -> None:
    for variable in ("heard", "barriers"):
        report = bind(tiny, f'{{{{ table("{variable}", caption="T", id="t") }}}}')
        label = tiny[1].codebook.by_code[variable].label.say("en")
        assert report.tables["t"].corner == label
        long = Text({"en": f"{label} {'and so on ' * 3}"})
        book = Codebook(
            tuple(
                replace(item, label=long) if item.code == variable else item
                for item in tiny[1].codebook
            )
        )
        report = bind(
            (tiny[0], replace(tiny[1], codebook=book)),
            f'{{{{ table("{variable}", caption="T", id="t") }}}}',
        )
        assert report.tables["t"].corner == "Answer"


def test_where_rows_are_no_people_the_report_says_rows(tiny: Tiny) -> None:
    body = """
{{ table("heard", by="place", caption="T", id="t", base="asked") }}

{{ figure("bars", "heard", caption="F", id="f") }}

{{ figure("bars", "heard", caption="F", id="g", people="comments") }}

Of {{ percent("heard = yes", among="place = town") }}.
"""
    report = bind((tiny[0], replace(tiny[1], unit="row")), body)
    table, figure = report.tables["t"], report.figures["f"]
    assert table.heads[-1] == "All"
    assert table.rows[-1].label == "Rows of data (base)"
    assert table.notes[0].startswith("Base: 60 rows of data, with or without an answer.")
    assert figure.base == "60 rows of data with an answer."
    assert report.figures["g"].base == "60 comments with an answer."
    assert "15 rows of data" in report.markdown
    printed = [report.markdown, *report.notes, *table.notes, figure.alt, figure.svg]
    printed += [*figure.table.heads, *figure.table.notes]
    allowed = re.compile("To protect people|not of people|How people were reached")
    for words in printed:
        assert "people" not in allowed.sub("", words)


def test_groups_can_stand_down_the_side(tiny: Tiny) -> None:
    report = bind(
        tiny,
        '{{ table("heard", by="place", caption="H", id="h", turn=True, total=False, show="n") }}',
    )
    block = report.tables["h"]
    assert [row.label for row in block.rows] == ["Town", "Coast"]
    assert block.heads[-1] == "People (base)"
    assert block.rows[1].cells == ("25", "20", "0", "45")


@pytest.mark.parametrize(
    ("chart", "variable", "more"),
    [
        ("donut", "heard", ""),
        ("bars", "barriers", ""),
        ("pictogram", "barriers", ""),
        ("grouped-bars", "heard", ', by="place"'),
        ("stacked-bars", "heard", ', by="place"'),
        ("stacked-bars", "heard", ", ordered=True"),
        ("diverging-bars", "heard", ', by="place", middle="unsure", neutral="side"'),
        ("dot-plot", "heard", ', by="place", answer="yes", intervals=False'),
        ("heat-map", "heard", ', by="place", total=False'),
        ("small-multiples", "heard", ', by="place"'),
    ],
)
def test_each_figure_has_words_and_a_table(
    tiny: Tiny, chart: str, variable: str, more: str
) -> None:
    report = bind(tiny, f'{{{{ figure("{chart}", "{variable}", id="f", caption="C"{more}) }}}}')
    figure = report.figures["f"]
    assert figure.label == "Figure 1"
    assert figure.table.label == "Figure 1 as a table"
    assert re.search(r"\d+% \(\d+\)", figure.alt)
    assert figure.base.endswith("people who answered.")
    assert len(figure.table.rows) >= 3


def test_dots_have_the_interval_of_the_counts_in_words(tiny: Tiny) -> None:
    body = '{{ figure("dot-plot", "heard", by="place", answer="yes", id="f", caption="C") }}'
    alt = bind(tiny, body).figures["f"].alt
    # Wilson 1927 by hand: 40 of 60 is 0.5406 to 0.7727; 25 of 45 is 0.4118 to 0.6906
    assert "Everyone, 60 people: Yes 67% (54% to 77%)." in alt
    assert "Coast, 45 people (small group): Yes 56% (41% to 69%)." in alt
    assert "95% interval" in alt


def test_bars_are_sorted_by_size_unless_told(tiny: Tiny) -> None:
    first = '{{ figure("bars", "place", id="a", caption="A") }}'
    second = '{{ figure("bars", "place", id="b", caption="B", sort="order") }}'
    body = f"{first}\n\n{second}"
    report = bind(tiny, body)
    assert report.figures["a"].alt.index("Coast") < report.figures["a"].alt.index("Town")
    assert report.figures["b"].alt.index("Town") < report.figures["b"].alt.index("Coast")


def test_authors_can_say_the_alternative_text(tiny: Tiny) -> None:
    alt = "{count('heard = yes')} said yes"
    body = f'{{{{ figure("donut", "heard", caption="A", alt="{alt}", id="f") }}}}'
    assert bind(tiny, body).figures["f"].alt == "40 said yes"


def test_captions_hold_numbers_from_the_data(tiny: Tiny) -> None:
    body = "{{ table(\"heard\", id='t', caption=\"{percent('heard = yes')} had heard\") }}"
    report = bind(tiny, body)
    assert report.tables["t"].caption == "67% had heard"
    assert report.facts[0].n == 40


def test_references_are_numbered_links_also_ahead(tiny: Tiny) -> None:
    body = (
        "See {{ ref('b') }}, {{ ref('a') }} and {{ ref('f') }}.\n\n"
        "{{ table('heard', caption='A', id='a') }}\n\n{{ table('place', caption='B', id='b') }}\n\n"
        "{{ figure('donut', 'heard', caption='F', id='f') }}\n"
    )
    text = bind(tiny, body).markdown
    assert text.startswith("See [Table 2](#b), [Table 1](#a) and [Figure 1](#f).")


def test_quotation_is_released_with_its_attribution(tiny: Tiny) -> None:
    quote = bind(tiny, '{{ quote("listened") }}').quotes["listened"]
    assert quote.text == "Being listened to … by [the manager]."
    assert quote.attribution == "Respondent 1"


def test_disagreements_name_both_values_and_why(tiny: Tiny) -> None:
    report = bind(tiny, "{{ disagreements() }}")
    (row,) = report.tables["disagreements"].rows
    assert row.label == "Heard no"
    assert row.cells[:2] == ("20%", "33%")
    assert row.cells[2] == "20 of 60 people is 33%. The tables win."
    assert any("mood" in note for note in report.notes), "what nobody recomputes is named"


def test_notes_say_the_rules_and_can_be_placed(tiny: Tiny) -> None:
    report = bind(tiny, "# A\n\n{{ notes() }}\n\n# B\n")
    assert report.markdown.index("half is rounded up") < report.markdown.index("# B")
    assert report.markdown.count("half is rounded up") == 1
    last = bind(tiny, "# A\n")
    assert "# Notes on the numbers" in last.markdown
    assert any("numbers below 10" in note for note in last.notes)
    assert any("One open link." in note for note in last.notes)


def test_synthetic_data_are_said_to_be_so(tiny: Tiny) -> None:
    report = bind(tiny, "{{ synthetic_note() }}")
    assert report.imprint.synthetic
    assert "Synthetic data" in report.markdown


def test_small_groups_get_one_footnote_in_a_paragraph(tiny: Tiny) -> None:
    share = "{{ percent('barriers includes time') }}"
    text = bind(tiny, f"{share} and {share}.\n\n{share}.\n").markdown
    assert text.count("75%^[A share of 40 people") == 2, "once for each paragraph"
    assert text.count("75%") == 3


def test_small_groups_in_headings_and_captions_say_so_in_words(tiny: Tiny) -> None:
    share = "percent('barriers includes time')"
    table = f'{{{{ table("heard", id="t", caption="{{{share}}}") }}}}'
    text = bind(tiny, f"# {{{{ {share} }}}} ticked time\n\n{table}")
    assert text.markdown.startswith("# 75% (small group) ticked time")
    assert text.tables["t"].caption == "75% (small group)"


def test_words_of_the_data_are_not_markdown(tiny: Tiny) -> None:
    text = bind(tiny, "{{ most_common('barriers', among='barriers includes cost') }}").markdown
    assert text.startswith(("Time", "Cost \\* and \\_more\\_"))


def test_front_matter_takes_numbers(tiny: Tiny) -> None:
    text = '---\ntitle: Tiny\nabstract: "{{ completed() }} people"\n---\n'
    assert bind_report(*tiny, text).front.abstract == "60 people"


def test_nobody_is_a_number_too(tiny: Tiny) -> None:
    body = "{{ count('heard = yes', among='heard = no') }}"
    assert bind(tiny, body).facts[0].text == "0"


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("{{ count('herd = yes') }}", "report-unknown-variable", "Did you mean heard?"),
        ("{{ count('heard = yess') }}", "report-unknown-code", "Did you mean yes?"),
        ("{{ count('heard = ') }}", "report-condition", "heard in (no, unsure)"),
        ("{{ base('herd') }}", "report-unknown-variable", "Did you mean heard?"),
        ("{{ most_common('meaning') }}", "report-wrong-type", "derive.yaml"),
        ("{{ table('meaning', caption='x') }}", "report-wrong-type", "derive.yaml"),
        ("{{ table('heard', by='plaice', caption='x') }}", "report-unknown-variable", "place"),
        ("Words {{ table('heard', caption='x') }}", "report-block-inline", "line of its own"),
        ("{{ ref('tbale') }}", "report-unknown-ref", ""),
        ("{{ quote('listend') }}", "report-no-quote", "Did you mean listened?"),
        ("{{ quote('twisted') }}", "report-quote-refused", "quotes.yaml"),
        ("{{ stated('herd_yes') }}", "report-no-figure", "Did you mean heard_yes?"),
        ("{{ stated('mood') }}", "report-no-figure", "There is"),
        ("{{ table('heard', caption='x', id='Bad id') }}", "report-bad-id", "small letter"),
        ("{{ figure('donut', 'barriers', caption='x') }}", "chart-multiple", "bars"),
        ("{{ figure('grouped-bars', 'heard', caption='x') }}", "chart-no-groups", "by="),
        ("{{ figure('stacked-bars', 'barriers', caption='x') }}", "chart-multiple", "dot-plot"),
        ("{{ figure('diverging-bars', 'heard', caption='x') }}", "chart-sides", "middle="),
        ("{{ figure('dot-plot', 'heard', answer='si', caption='x') }}", "chart-answer", "yes, no"),
        ("{{ figure('heat-map', 'heard', caption='x') }}", "chart-no-groups", "by="),
        ("{{ figure('bars', 'heard', by='place', caption='x') }}", "chart-groups", "without"),
        ("{{ table('heard', caption='{table()}') }}", "report-argument-missing", "variable"),
        ("{{ table('heard', caption='{notes()}') }}", "report-caption-block", "Put only"),
        ("{{ table('heard', among='heard = unsure', caption='x') }}", "report-nobody", "among"),
        ("{{ percent('heard = yes', among='heard = unsure') }}", "report-nobody", "among"),
        ("![](x.png)", "report-image-missing", "mend the path"),
        ("![a](../tiny/../../x.png)", "report-image-missing", "mend the path"),
        ("![](x.png)", "report-image-alt", "between the square brackets"),
    ],
)
def test_each_fault_is_named_with_line_and_remedy(
    tiny: Tiny, body: str, code: str, words: str
) -> None:
    problems = problems_of(tiny, f"One line.\n\n{body}\n")
    found = next(problem for problem in problems if problem.code == code)
    assert found.where.file == "report.md"
    assert found.where.line == 6
    assert words in found.remedy()
    assert found.what()


def test_a_picture_outside_the_study_is_not_taken(tiny: Tiny) -> None:
    outside = tiny[0].folder.parent / "outside.png"
    outside.write_bytes(b"picture")
    (problem,) = problems_of(tiny, "![words](../outside.png)")
    assert problem.code == "report-image-missing"


def test_an_id_used_twice_names_the_first_line(tiny: Tiny) -> None:
    table = "{{ table('heard', caption='x', id='a') }}\n\n"
    (problem,) = problems_of(tiny, table + table)
    assert "line 4" in problem.what()


def test_all_faults_of_a_report_come_at_once(tiny: Tiny) -> None:
    problems = problems_of(tiny, "{{ cuont() }} {{ count('a = b') }}\n{{ ref('x') }} {{ 1 }}\n")
    assert [problem.where.line for problem in problems] == [4, 4, 5, 5]


def test_a_withheld_number_cannot_be_printed(tiny: Tiny) -> None:
    body = "One.\n\nOf these, {{ count('barriers includes cost', among='place = town') }} did.\n"
    with pytest.raises(DisclosureError) as refused:
        bind(tiny, body)
    assert isinstance(refused.value, ProblemsFoundError)
    (problem,) = refused.value.problems
    assert (problem.where.line, problem.code) == (6, "report-withheld")


def test_a_withheld_cell_is_a_sign_and_explained(tiny: Tiny) -> None:
    body = '{{ table("barriers", by="place", caption="B", id="b", show="n") }}'
    block = bind(tiny, body).tables["b"]
    cells = {cell for row in block.rows for cell in row.cells}
    assert "[c]" in cells
    assert not cells & {str(n) for n in range(1, 10)}
    assert any("[c]" in note for note in block.notes)


def test_every_function_is_documented_with_an_example() -> None:
    words = (Path(__file__).parents[2] / "docs" / "report-language.md").read_text("utf-8")
    titles = " ".join(re.findall(r"^### (.*)$", words, re.MULTILINE))
    headings = set(re.findall(r"[a-z_]+", titles))
    for name, function in FUNCTIONS.items():
        assert name in headings, f"{name} has no section"
        assert f"{name}(" in words, f"{name} has no example"
        for parameter in function.parameters:
            assert parameter.name in words, f"{name}: {parameter.name} is not explained"
