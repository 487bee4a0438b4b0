"""Study folders: read with every problem named at once, or refused in one sentence."""

from pathlib import Path

from alongside.kernel.errors import ProblemsFoundError, StudyError
from alongside.kernel.messages import message
from alongside.kernel.problems import Problem, has_errors
from alongside.kernel.text import Text
from alongside.questionnaire.model import Questionnaire
from alongside.questionnaire.parse import parse_questionnaire
from alongside.questionnaire.parse_settings import parse_settings
from alongside.questionnaire.shape import check_shape
from alongside.questionnaire.study import Study, StudySettings
from alongside.questionnaire.versions import read_versions
from alongside.questionnaire.yaml_source import read_yaml

SETTINGS_FILE = "study.yaml"
QUESTIONNAIRE_FILE = "questionnaire.yaml"


def read_study(folder: Path) -> tuple[Study | None, list[Problem]]:
    """Read a study folder.

    Returns the study, or None when it cannot be read far enough, and every problem of
    reading: broken YAML, unknown keys, wrong kinds of value, unreadable conditions. What the
    questions *mean* together is judged by :func:`alongside.questionnaire.check_study`.

    Raises :class:`~alongside.kernel.errors.StudyError` when there is no study.yaml.
    """
    folder = Path(folder)
    if not (folder / SETTINGS_FILE).is_file():
        params = {"folder": str(folder)}
        raise StudyError(
            message("study-missing", "what", params),
            remedy=message("study-missing", "remedy", params),
        )
    settings, problems = _read_settings(folder)
    languages = settings.languages if settings else ("en",)
    questionnaire = None
    if (folder / QUESTIONNAIRE_FILE).exists():
        questionnaire, more = _read_questionnaire(folder, languages, settings)
        problems = [*problems, *more]
        if questionnaire is None:
            return None, problems
    if settings is None:
        return None, problems
    earlier, more = read_versions(folder, languages, settings.title)
    return Study(folder, settings, questionnaire, earlier), [*problems, *more]


def load_study(folder: Path) -> Study:
    """Return a study that can be read, or raise with every problem.

    Raises :class:`~alongside.kernel.errors.StudyError` when there is no study and
    :class:`~alongside.kernel.errors.ProblemsFoundError` when its files have faults.
    """
    study, problems = read_study(folder)
    if study is None or has_errors(problems):
        raise ProblemsFoundError(
            f"The study in {folder} cannot be read.",
            problems,
            remedy=f"Mend the files, then run: alongside check {folder}",
        )
    return study


def _read_settings(folder: Path) -> tuple[StudySettings | None, list[Problem]]:
    source, problems = read_yaml(folder / SETTINGS_FILE, SETTINGS_FILE)
    if source is None:
        return None, problems
    problems = check_shape(source, "study")
    if problems:
        return None, problems
    return parse_settings(source)


def _read_questionnaire(
    folder: Path, languages: tuple[str, ...], settings: StudySettings | None
) -> tuple[Questionnaire | None, list[Problem]]:
    source, problems = read_yaml(folder / QUESTIONNAIRE_FILE, QUESTIONNAIRE_FILE)
    if source is None:
        return None, problems
    problems = check_shape(source, "questionnaire")
    if problems:
        return None, problems
    title = settings.title if settings else Text()
    return parse_questionnaire(source, languages, title)
