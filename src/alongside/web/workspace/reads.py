"""What the pages of the workspace show, read out of the tables and protected."""

from collections.abc import Callable

from django.utils import timezone

from alongside.collect.fieldwork import release_fieldwork
from alongside.questionnaire import Questionnaire, Study
from alongside.web.records.fieldwork import read_fieldwork
from alongside.web.workspace.fieldwork import FieldworkWords, say_fieldwork


def show_fieldwork(
    study: Study, questionnaire: Questionnaire, link: Callable[[str], str]
) -> FieldworkWords:
    """Return how fieldwork goes now, as far as the study's disclosure rule lets it be told."""
    counts = read_fieldwork(study, questionnaire)
    told = release_fieldwork(counts, study.settings.disclosure.withhold_below)
    return say_fieldwork(study, questionnaire, told, timezone.now(), link)
