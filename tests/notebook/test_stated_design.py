"""A study that states its design: tables and means through the study's door are those of R.

Golden figures: R ``survey`` 4.1.1 on the samples of Californian schools; tests/golden/README.md.
"""

import csv
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alongside.dataset import import_csv
from alongside.kernel.errors import ProblemsFoundError
from alongside.notebook import OpenStudy, open_study
from alongside.tabulate import Measures, ReleasedTable
from alongside.tabulate.table import TOTAL

GOLDEN = Path(__file__).parents[1] / "golden"
OPEN = "\ndisclosure: {withhold_below: 1, small_base: 30, reason: Schools are no people.}\n"
DESIGNS = {
    "strat": ("apistrat", "{people: random, weight: pw, strata: stype}"),
    "strat_fpc": ("apistrat", "{people: random, weight: pw, strata: stype, population: fpc}"),
    "strat_sizes": (
        "apistrat",
        "{people: random, weight: pw, strata: stype, population: {e: 4421, h: 755, m: 1018}}",
    ),
    "clus1": ("apiclus1", "{people: random, weight: pw, clusters: dnum}"),
    "clus1_fpc": ("apiclus1", "{people: random, weight: pw, clusters: dnum, population: fpc}"),
    "clus1_number": ("apiclus1", "{people: random, weight: pw, clusters: dnum, population: 757}"),
}
IN_R = {"strat_sizes": "strat_fpc", "clus1_number": "clus1_fpc"}
FIELDS = ("stype", "comp.imp", "awards", "sch.wide", "pw", "fpc", "api00", "meals", "dnum")
each_design = pytest.mark.parametrize("design", DESIGNS)


@cache
def golden(name: str) -> dict[tuple[str, str, str], float]:
    with (GOLDEN / name).open(encoding="utf-8") as lines:
        return {
            (row["design"], row["statistic"], row["key"]): float(row["value"])
            for row in csv.DictReader(lines)
        }


def schools(folder: Path, sample: str, sampling: str, rule: str = OPEN) -> Path:
    """Import a sample of schools as somebody would, and state its design."""
    with (GOLDEN / f"{sample}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    source = folder / "schools.csv"
    head = ",".join(name.replace(".", "_") for name in FIELDS)
    body = (",".join(row[name] for name in FIELDS) for row in rows)
    source.write_text("\n".join([head, *body]) + "\n", "utf-8")
    import_csv(source, folder / "study", title="Schools")
    # few different weights look like answers to choose from
    yaml, codebook = YAML(), folder / "study" / "codebook.yaml"
    read = yaml.load(codebook)
    for variable in read["variables"]:
        if variable["code"] in ("pw", "fpc"):
            variable["type"] = "numeric"
            variable.pop("categories", None)
    yaml.dump(read, codebook)
    settings = folder / "study" / "study.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}\nsampling: {sampling}{rule}", "utf-8")
    return folder / "study"


@pytest.fixture(scope="module")
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenStudy:
    return open_study(schools(tmp_path_factory.mktemp(request.param), *DESIGNS[request.param]))


def measured(study: OpenStudy, variable: str, by: str, **more: str) -> Measures:
    table: ReleasedTable = study.tabulate(variable, by, compare="each", **more).tables[0]
    assert table.measures is not None
    return table.measures


@pytest.mark.parametrize(("design", "study"), [(d, d) for d in DESIGNS], indirect=["study"])
def test_tables_are_those_of_r(design: str, study: OpenStudy) -> None:
    figures, name = golden("r_survey.csv"), IN_R.get(design, design)
    for rows, columns in (("sch_wide", "stype"), ("comp_imp", "awards")):
        found = measured(study, rows, columns)
        key = f"{rows} x {columns}".replace("_", ".")
        test = found.association
        assert test is not None
        parts = {"F statistic": test.statistic, "F ndf": test.df, "F ddf": test.df_below}
        for part, value in (parts | {"F p": test.p_value}).items():
            assert value == pytest.approx(figures[name, f"svychisq {part}", key], rel=1e-6)


@pytest.mark.parametrize(("design", "study"), [(d, d) for d in DESIGNS], indirect=["study"])
def test_some_of_the_sample_are_a_part_of_it_as_in_r(design: str, study: OpenStudy) -> None:
    figures, name = golden("r_domains.csv"), IN_R.get(design, design)
    found = measured(study, "comp_imp", "awards", among="meals > 40")
    assert found.association is not None
    for part, value in (
        ("F statistic", found.association.statistic),
        ("F p", found.association.p_value),
    ):
        key = "comp.imp x awards | meals > 40"
        assert value == pytest.approx(figures[name, f"svychisq {part}", key], rel=1e-6)
    for column, group in ((TOTAL, "all"), ("no", "No")):
        effect = found.cells["yes", column].design_effect
        key = f"comp.imp | Yes | {group}"
        assert effect == pytest.approx(figures[name, "svymean deff", key], rel=1e-6)
    rows = study.means("api00", "awards", among="meals > 40").released.rows
    for row, group in zip(rows, ("all", "Yes", "No"), strict=True):
        expected = [
            figures[name, statistic, group]
            for statistic in ("svymean api00", "confint api00 low", "confint api00 high")
        ]
        assert [row.mean, row.low, row.high] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("design", "study"), [("clus1_fpc", "clus1_fpc")], indirect=["study"])
def test_notes_say_what_intervals_mean_and_what_they_take_account_of(
    design: str, study: OpenStudy
) -> None:
    del design
    notes = " ".join(study.tabulate("comp_imp", "awards", compare="each").notes)
    assert notes.count("People were drawn at random.") == 1
    assert "clusters (dnum), the size of the population" in notes
    assert "Not weighted" not in notes
    plain = " ".join(study.tabulate("comp_imp", weight="none").notes)
    assert "estimates for all" in plain
    assert "Not weighted, though the study has a weight (pw)." in plain
    book = study.book(["comp_imp"], by="awards", compare="each")
    assert "strata" not in " ".join(study.means("api00").notes)
    assert "the size of the population" in book._repr_html_()


def test_every_fault_of_a_design_is_named_at_once(tmp_path: Path) -> None:
    folder = schools(tmp_path, "apistrat", "{people: random, weight: pww, strata: styp}")
    study = open_study(folder)
    with pytest.raises(ProblemsFoundError) as refusal:
        study.tabulate("comp_imp", "awards", compare="each", weight="none")
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["sampling-unknown-column"] * 2
    assert "Did you mean “stype”?" in " ".join(p.remedy() for p in refusal.value.problems)


def test_where_numbers_are_withheld_few_strata_are_left_out_of_intervals(tmp_path: Path) -> None:
    sampling = "{people: random, weight: pw, strata: stype}"
    rule = "\ndisclosure: {withhold_below: 10}\n"
    study = open_study(schools(tmp_path, "apistrat", sampling, rule))
    found = measured(study, "sch_wide", "awards")
    assert found.design is not None and found.design.left_out and not found.design.free
    (tmp_path / "plain").mkdir()
    alone = open_study(schools(tmp_path / "plain", "apistrat", "{people: random}", rule))
    expected = measured(alone, "sch_wide", "awards", weight="pw")
    assert found.cells == expected.cells
    assert found.association == expected.association
    notes = " ".join(study.tabulate("sch_wide", "awards", compare="each").notes)
    assert "leave the strata (stype) out" in notes
