"""Everything that can be judged about a study before anyone answers it."""

from alongside.kernel.problems import Problem
from alongside.questionnaire.checks.agreement import check_agreement
from alongside.questionnaire.checks.codes import check_codes
from alongside.questionnaire.checks.flow import check_flow
from alongside.questionnaire.checks.pictures import check_pictures
from alongside.questionnaire.checks.references import check_references
from alongside.questionnaire.checks.rules import check_rules
from alongside.questionnaire.checks.settings import check_settings
from alongside.questionnaire.checks.wording import check_wording
from alongside.questionnaire.study import Study
from alongside.questionnaire.translation import check_translations
from alongside.questionnaire.wording_parts import SETTINGS_FILE

__all__ = ["check_study"]


def check_study(study: Study) -> list[Problem]:
    """Return every problem of a study that could be read, in the order of its files.

    Errors would stop or mislead someone; warnings ask the author to look; advice offers.
    Easy Read and the languages share one list of options, so their codes cannot differ:
    there is nothing to check there.
    """
    problems = [*check_settings(study)]
    questionnaire = study.questionnaire
    if questionnaire is not None:
        named, faulty = check_references(questionnaire)
        problems += check_codes(questionnaire)
        problems += named
        problems += check_rules(questionnaire)
        problems += check_flow(questionnaire, faulty)
        problems += check_wording(questionnaire)
        problems += check_pictures(questionnaire, study.folder)
    problems += check_translations(study)
    problems += check_agreement(study)

    def order(problem: Problem) -> tuple[bool, int]:
        return problem.where.file != SETTINGS_FILE, problem.where.line or 0

    return sorted(problems, key=order)
