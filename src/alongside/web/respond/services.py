"""What people do: start, send a page, send everything, delete. Each is one transaction."""

from dataclasses import replace

from django.utils.datastructures import MultiValueDict

from alongside.collect import Progress, Step, finish, resume_at, show_page, submit_page
from alongside.questionnaire import Questionnaire
from alongside.web.records.returning import give_code, is_code_of, remove_response
from alongside.web.records.store import change_about, change_progress, load_progress
from alongside.web.respond.counting import count_minutes
from alongside.web.respond.tickets import Late, LateFormError
from alongside.web.respond.visitor import Visitor


def read_progress(slug: str, questionnaire: Questionnaire, visitor: Visitor) -> Progress:
    """Return how far the visitor has come."""
    return load_progress(slug, visitor.key, questionnaire)


def start_response(
    slug: str, questionnaire: Questionnaire, visitor: Visitor, audience: str
) -> Progress:
    """Begin; when the link named an audience of the study, that question is answered already.

    Doing it twice is the same as doing it once.
    """
    reading = visitor.about.reading(questionnaire)

    def change(progress: Progress) -> tuple[Progress, Progress]:
        page = audience_page(questionnaire)
        if audience in {item.code for item in questionnaire.audiences} and page:
            form = {questionnaire.audience_question: [audience]}
            if page not in progress.seen:
                progress = submit_page(
                    questionnaire, progress, page, form, visitor.language, reading=reading
                ).progress
                here = resume_at(questionnaire, progress)
                progress = show_page(questionnaire, progress, here, reading)
        return progress, progress

    return change_progress(slug, visitor.key, questionnaire, visitor.about, change)


def send_page(
    slug: str,
    questionnaire: Questionnaire,
    visitor: Visitor,
    page_code: str,
    form: MultiValueDict[str, str],
    *,
    kept_before: bool = False,
) -> Step:
    """Take one page and keep it if it has no faults.

    ``kept_before`` says that answers were kept when the form was shown. Raises
    :class:`~alongside.web.respond.tickets.LateFormError` when everything was sent since, or when
    they were deleted since.
    """
    fields = {name: [str(value) for value in form.getlist(name)] for name in form}

    reading = visitor.about.reading(questionnaire)

    def change(progress: Progress) -> tuple[Progress, Step]:
        _refuse_late(progress, kept_before=kept_before)
        step = submit_page(
            questionnaire, progress, page_code, fields, visitor.language, reading=reading
        )
        if step.problems:
            return progress, step
        # the page that comes next is about to be shown: one write does for both
        shown = show_page(questionnaire, step.progress, step.next_page, reading, step.path)
        return shown, step

    return change_progress(slug, visitor.key, questionnaire, visitor.about, change)


def send_all(
    slug: str, questionnaire: Questionnaire, visitor: Visitor, *, kept_before: bool = False
) -> str | None:
    """Finish; return the page that is still to be sent first, or None when it is done.

    Raises :class:`~alongside.web.respond.tickets.LateFormError` when what was ``kept_before``
    was deleted since. Doing it twice is the same as doing it once.
    """

    def change(progress: Progress) -> tuple[Progress, tuple[bool, str | None]]:
        if not progress.completed:
            _refuse_late(progress, kept_before=kept_before)
        after = finish(questionnaire, progress)
        first_time = after.completed and not progress.completed
        return after, (first_time, resume_at(questionnaire, progress))

    first_time, missing = change_progress(slug, visitor.key, questionnaire, visitor.about, change)
    if first_time:
        count_minutes(slug, visitor)
    return missing


def keep_about(slug: str, visitor: Visitor) -> None:
    """Keep what changed about how the visitor answers, beside the answers sent so far."""
    change_about(slug, visitor.key, visitor.about)


def delete_answers(slug: str, visitor: Visitor) -> None:
    """Delete everything this visitor has sent to the study."""
    remove_response(slug, visitor.key)


def ask_for_code(slug: str, visitor: Visitor, *, instead: bool = False) -> Visitor:
    """Return the visitor with a return code, if their answers are to have one now.

    They have none when nothing is kept yet, and when they have one that this browser does not
    know and do not want another ``instead``.
    """
    if not instead and knows_code(slug, visitor):
        return visitor
    code = give_code(slug, visitor.returns_to, instead=instead)
    return replace(visitor, code=code) if code else visitor


def knows_code(slug: str, visitor: Visitor) -> bool:
    """Return whether the browser holds the code that counts; another may have replaced it."""
    return bool(visitor.code) and is_code_of(slug, visitor.returns_to, visitor.code)


def take_back(slug: str, visitor: Visitor) -> None:
    """Delete the complete answers that this visitor came back to."""
    remove_response(slug, visitor.sent)


def audience_page(questionnaire: Questionnaire) -> str:
    """Return the code of the page that asks for the audience; "" when none does."""
    for page in questionnaire.pages:
        if any(question.code == questionnaire.audience_question for question in page.questions):
            return page.code
    return ""


def _refuse_late(progress: Progress, *, kept_before: bool) -> None:
    if progress.completed:
        raise LateFormError(Late.SENT)
    if kept_before and progress == Progress():
        raise LateFormError(Late.DELETED)
