"""Study folders: read with every problem named at once, or refused in one sentence."""

from pathlib import Path

from alongside.kernel.errors import ProblemsFoundError, StudyError
from alongside.kernel.messages import message
from alongside.kernel.problems import Place, Problem, has_errors
from alongside.kernel.text import Text
from alongside.questionnaire.model import Questionnaire
from alongside.questionnaire.parse import parse_questionnaire
from alongside.questionnaire.parse_settings import parse_settings
from alongside.questionnaire.shape import check_shape
from alongside.questionnaire.study import Study, StudySettings
from alongside.questionnaire.versions import FOLDER, HISTORY, read_versions
from alongside.questionnaire.yaml_source import read_yaml

SETTINGS_FILE = "study.yaml"
QUESTIONNAIRE_FILE = "questionnaire.yaml"
VERSIONS = f"{FOLDER}/{HISTORY}"


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
        title = settings.title if settings else Text()
        questionnaire, more = _read_questionnaire(
            folder / QUESTIONNAIRE_FILE, QUESTIONNAIRE_FILE, languages, title
        )
        problems = [*problems, *more]
        if questionnaire is None:
            return None, problems
    if settings is None:
        return None, problems
    earlier, more = read_versions(folder, languages, settings.title)
    problems = [*problems, *more]
    if earlier and questionnaire and earlier[-1].questionnaire.version == questionnaire.version:
        # an amendment stopped after this version was kept and before the next took its place
        earlier = earlier[:-1]
    names = [item.questionnaire.version for item in earlier]
    names += [questionnaire.version] if questionnaire else []
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [Problem("version-twice", Place(VERSIONS), {"version": name}) for name in twice]
    return Study(folder, settings, questionnaire, earlier), problems


def read_questionnaire(
    file: Path, settings: StudySettings
) -> tuple[Questionnaire | None, list[Problem]]:
    """Return the questionnaire in a file, and every problem of reading it.

    Its languages are those of the settings; None when it cannot be read far enough.
    """
    return _read_questionnaire(file, file.name, settings.languages, settings.title)


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
    path: Path, name: str, languages: tuple[str, ...], title: Text
) -> tuple[Questionnaire | None, list[Problem]]:
    source, problems = read_yaml(path, name)
    if source is None:
        return None, problems
    problems = check_shape(source, "questionnaire")
    if problems:
        return None, problems
    return parse_questionnaire(source, languages, title)
