"""Reading how fieldwork goes out of the tables."""

from django.db.models import Count

from alongside.collect import Progress
from alongside.collect.fieldwork import FieldworkCounts, Kept, count_fieldwork
from alongside.questionnaire import Questionnaire, Study
from alongside.web.records.mapping import fit_answers
from alongside.web.records.models import ResponseRecord
from alongside.web.records.tallies import read_tallies


def read_fieldwork(study: Study, questionnaire: Questionnaire) -> FieldworkCounts:
    """Return the numbers of a study's fieldwork, before anything is withheld."""
    rows = ResponseRecord.objects.filter(study=study.slug)
    kept = rows.values_list("channel", "mode", "completed").annotate(n=Count("key")).order_by()
    unfinished = rows.filter(completed=False).values_list("answers", "seen")
    return count_fieldwork(
        questionnaire,
        [channel.code for channel in study.settings.channels],
        read_tallies(study.slug),
        [Kept(*item) for item in kept],
        (
            Progress(fit_answers(answers, questionnaire).answers, tuple(seen))
            for answers, seen in unfinished.iterator(chunk_size=500)
        ),
    )
