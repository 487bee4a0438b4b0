"""What commands about a study begin with: the study, and the tables as they are now."""

from django.conf import settings
from django.core.management import CommandError, call_command

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study
from alongside.web.records.catalogue import find_study
from alongside.web.records.store import can_hold_answers


def require_study(slug: str, *, asks: bool = True) -> Study:
    """Return the study; one that is not there is refused.

    So is one without a questionnaire, as studies of imported data are, unless ``asks`` is False.
    """
    try:
        study = find_study(slug)
    except AlongsideError as error:
        raise CommandError(error.sentence()) from error
    if study is None:
        raise CommandError(
            f"This site has no study called {slug}. Name its folder in ALONGSIDE_STUDIES."
        )
    if asks and study.questionnaire is None:
        raise CommandError(f"The study {slug} has no questionnaire, so nobody can answer it.")
    return study


def require_tables() -> None:
    """Bring the tables up to date; refuse where no site ever kept anything."""
    if not can_hold_answers():
        raise CommandError(
            f"Nothing is kept in {settings.ALONGSIDE_DATA}: no site was served from there. If "
            f"the site keeps its data elsewhere, name the folder with --data."
        )
    make_tables()


def make_tables() -> None:
    """Make the tables, or bring them up to date."""
    call_command("migrate", interactive=False, verbosity=0)
