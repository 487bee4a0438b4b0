"""What the public pages read: studies, tables that may leave, and the built report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from alongside.dataset import DataSet
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study, Window
from alongside.tabulate import ReleasedTable, to_csv
from alongside.web.pages.choices import Choices, Chosen, list_choices, read_choice
from alongside.web.pages.datasets import book_of, dataset_of, has_data
from alongside.web.pages.tables import TableWords, describe_table, file_size
from alongside.web.records.catalogue import find_study

REPORT_KINDS = {"html": "Web page", "docx": "Word", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class Audience:
    """A group that can answer: its code, its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One built form of the report: where it is, what it is called, how big it is."""

    kind: str
    path: Path
    name: str
    size: str


@dataclass(frozen=True)
class Overview:
    """A study as the landing page shows it."""

    study: Study
    language: str
    is_open: bool
    audiences: tuple[Audience, ...]
    has_data: bool
    report: Mapping[str, ReportFile]

    @property
    def takes_answers(self) -> bool:
        """Whether there is anything to answer, open or not."""
        return self.study.questionnaire is not None


@dataclass(frozen=True)
class TablePage:
    """What the tables page needs: the lists to choose from, the choice, and its table."""

    choices: Choices
    chosen: Chosen
    table: TableWords | None


@dataclass(frozen=True, slots=True)
class Origin:
    """How the data of a study came about, for "how this was made"."""

    started: int
    completed: int
    unit: str
    fingerprint: str


def list_studies() -> tuple[list[Overview], list[str]]:
    """Return every study of the site, and the names of those that cannot be read."""
    good: list[Overview] = []
    broken: list[str] = []
    for folder in settings.ALONGSIDE_STUDIES:
        slug = Path(folder).resolve().name
        try:
            study = find_study(slug)
        except AlongsideError:
            broken.append(slug)
            continue
        if study is not None:
            good.append(describe_study(study))
    return good, broken


def describe_study(study: Study) -> Overview:
    """Return what the landing page says of one study."""
    language = language_of(study)
    questionnaire = study.questionnaire
    audiences = questionnaire.audiences if questionnaire else ()
    return Overview(
        study=study,
        language=language,
        is_open=questionnaire is not None and study.window(timezone.now()) is Window.OPEN,
        audiences=tuple(Audience(item.code, item.label.say(language)) for item in audiences),
        has_data=has_data(study),
        report=report_files(study),
    )


def language_of(study: Study) -> str:
    """Return the language of a study's words on public pages.

    English when the study has it, as the words around them are English; else its first.
    """
    languages = study.settings.languages
    return "en" if "en" in languages else languages[0]


def report_files(study: Study) -> dict[str, ReportFile]:
    """Return the built reports of a study by kind; empty when none was built."""
    folder = Path(settings.ALONGSIDE_REPORTS) / study.slug
    found = {}
    for kind, name in REPORT_KINDS.items():
        path = folder / f"report.{kind}"
        if path.is_file():
            found[kind] = ReportFile(kind, path, name, file_size(path.stat().st_size))
    return found


def read_tables(study: Study, query: Mapping[str, str]) -> TablePage | None:
    """Return the tables page of a study; None when it has no data yet."""
    dataset = dataset_of(study)
    if dataset is None:
        return None
    language = language_of(study)
    choices = list_choices(dataset, language)
    chosen = read_choice(query, choices)
    table = None
    if chosen.question and not chosen.faults:
        split_by = dataset.codebook.by_code[chosen.by].label.say(language) if chosen.by else ""
        released = _released(study, dataset, chosen)
        table = describe_table(released, split_by=split_by, unit=dataset.unit)
    return TablePage(choices, chosen, table)


def read_csv(study: Study, query: Mapping[str, str]) -> tuple[str, str] | None:
    """Return file name and CSV text of one released table; None when there is no such table."""
    dataset = dataset_of(study)
    if dataset is None:
        return None
    chosen = read_choice(query, list_choices(dataset, language_of(study)))
    if not chosen.question or chosen.faults:
        return None
    name = "-by-".join(code for code in (chosen.question, chosen.by) if code)
    return f"{study.slug}-{name}.csv", to_csv(_released(study, dataset, chosen))


def read_origin(study: Study) -> Origin | None:
    """Return how many answers a study's data hold and their fingerprint; None without data."""
    dataset = dataset_of(study)
    if dataset is None:
        return None
    return Origin(
        started=dataset.frame.height,
        completed=dataset.completed().frame.height,
        unit=dataset.unit,
        fingerprint=dataset.provenance.fingerprint,
    )


def _released(study: Study, dataset: DataSet, chosen: Chosen) -> ReleasedTable:
    language = language_of(study)
    title = dataset.codebook.by_code[chosen.question].label.say(language)
    by = chosen.by or None
    return book_of(study, dataset).table(chosen.question, by, language=language, title=title)
