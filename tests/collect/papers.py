"""A small questionnaire with two audiences and two forks, for what is typed in from paper."""

from alongside.collect.entry import AboutPaper, Entry, begin_entry, enter_section, finish_entry
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Audience,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.conditions import Equals

YES_NO = (Option("yes", plain_text("Yes")), Option("no", plain_text("No")))
WAYS = (
    Option("bus", plain_text("Bus")),
    Option("foot", plain_text("On foot")),
    Option("something", plain_text("Something else"), other=True),
    Option("none", plain_text("None"), exclusive=True),
)
ROLES = (Option("young", plain_text("Young")), Option("staff", plain_text("Staff")))


def ask(code: str, type_: QuestionType, **settings: object) -> Page:
    question = Question(code, type_, plain_text(f"{code}?"), **settings)  # type: ignore[arg-type]
    return Page(code, (question,))


CLUB = Questionnaire(
    title=plain_text("Club"),
    version="1",
    sections=(
        Section(
            "you",
            plain_text("You"),
            (
                ask("role", QuestionType.ONE_OF, options=ROLES),
                ask("came", QuestionType.YES_NO_UNSURE, options=YES_NO),
                ask("ways", QuestionType.ANY_OF, options=WAYS, show_if=Equals("came", "yes")),
                ask("hindered", QuestionType.LONG_TEXT, show_if=Equals("came", "no")),
            ),
        ),
        Section(
            "more",
            plain_text("More"),
            (
                ask("shifts", QuestionType.NUMBER, minimum=0, maximum=7, audiences=("staff",)),
                ask("wish", QuestionType.LONG_TEXT, required=False),
            ),
        ),
    ),
    audiences=(Audience("young", plain_text("Young")), Audience("staff", plain_text("Staff"))),
    audience_question="role",
)
FORMS: dict[str, dict[str, list[str]]] = {
    "you": {"came": ["yes"], "ways": ["bus", "foot"]},
    "more": {"wish": ["More chairs"], "shifts": ["3"]},
}


def type_in(audience: str = "staff", **typed: list[str]) -> Entry:
    """Return a complete entry of :data:`FORMS` with some fields typed otherwise."""
    entry = begin_entry(CLUB, AboutPaper(audience))
    for section, usual in FORMS.items():
        step = enter_section(CLUB, entry, section, usual | typed, blanks_are_meant=True)
        assert not step.problems, step.problems
        entry = step.entry
    return finish_entry(CLUB, entry)
