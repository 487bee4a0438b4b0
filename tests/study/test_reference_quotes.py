"""The quotations of the reference report: faithful, attributed, and pointing to nobody."""

from pathlib import Path

from alongside.dataset import DataSet
from alongside.questionnaire import Study
from alongside.themes import read_quotes, release_quote


def test_every_chosen_quotation_may_be_printed(
    folder: Path, study: Study, dataset: DataSet
) -> None:
    chosen = read_quotes(folder)
    released = [release_quote(dataset, quote, study.settings.disclosure) for quote in chosen]
    assert len(released) >= 16
    assert all(f"respondent {quote.respondent}" in quote.attribution for quote in released)
    audiences = {quote.attribution.split(",")[0] for quote in released}
    assert audiences == {"Staff", "Person with lived experience"}


def test_both_kinds_of_edit_are_in_use(folder: Path) -> None:
    texts = [quote.text for quote in read_quotes(folder)]
    assert any("[" in text for text in texts)
    assert any("…" in text for text in texts)


def test_every_chosen_quotation_stands_in_the_report(folder: Path) -> None:
    source = (folder / "report.md").read_text("utf-8")
    unused = [quote.id for quote in read_quotes(folder) if f'quote("{quote.id}")' not in source]
    assert unused == []
