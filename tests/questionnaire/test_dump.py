"""What programs write, people read: the same study comes back."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import NAMES, WORDS, conditions, leaves, questionnaires

from alongside.kernel.text import Text
from alongside.questionnaire import (
    KEPT_PROMISES,
    Channel,
    Disclosure,
    Option,
    Page,
    Picture,
    PromiseLine,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    StudySettings,
    dump_questionnaire,
    dump_settings,
    load_study,
)
from alongside.questionnaire.standard_options import scale_options, yes_no_unsure_options

SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LANGUAGES = ("en", "cy")
EASY = st.dictionaries(st.sampled_from(LANGUAGES), WORDS, max_size=2)
TEXTS = st.builds(
    Text, st.dictionaries(st.sampled_from(LANGUAGES), WORDS, min_size=1, max_size=2), EASY
)
MAYBE_TEXTS = st.just(Text()) | TEXTS
CONDITIONS = st.none() | conditions(leaves())


def read_again(questionnaire: Questionnaire | None, found: StudySettings) -> tuple[object, object]:
    """Return questionnaire and settings after writing and reading them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "study.yaml").write_text(dump_settings(found), "utf-8")
        if questionnaire is not None:
            written = dump_questionnaire(questionnaire)
            (folder / "questionnaire.yaml").write_text(written, "utf-8")
        study = load_study(folder)
        return study.questionnaire, study.settings


@given(questionnaires())
@SLOWLY
def test_structure_survives(questionnaire: Questionnaire) -> None:
    found = StudySettings(questionnaire.title, languages=questionnaire.languages)
    assert read_again(questionnaire, found) == (questionnaire, found)


PICTURES = st.none() | st.builds(Picture, st.sampled_from(["a.png", "b-2.svg"]), MAYBE_TEXTS)


@st.composite
def any_questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(QuestionType))
    minimum = maximum = None
    options: tuple[Option, ...] = ()
    if kind in (QuestionType.ONE_OF, QuestionType.ANY_OF):
        codes = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        options = tuple(
            Option(
                code,
                draw(TEXTS),
                draw(MAYBE_TEXTS),
                exclusive=draw(st.booleans()),
                other=draw(st.booleans()),
                declined=draw(st.booleans()),
                show_if=draw(CONDITIONS),
            )
            for code in codes
        )
    elif kind is QuestionType.YES_NO_UNSURE:
        options = yes_no_unsure_options()
    elif kind is QuestionType.SCALE:
        minimum, maximum = float(draw(st.integers(-3, 1))), float(draw(st.integers(2, 10)))
        options = scale_options(minimum, maximum)
    else:
        minimum = draw(st.none() | st.integers(0, 9).map(float) | st.just(0.25))
    one_of = kind is QuestionType.ONE_OF
    return Question(
        code="q",
        type=kind,
        label=draw(TEXTS),
        hint=draw(MAYBE_TEXTS),
        body=draw(MAYBE_TEXTS),
        options=options,
        display=draw(st.sampled_from(["radio", "drop-down"])) if one_of else "radio",
        required=draw(st.booleans()),
        minimum=minimum,
        maximum=maximum,
        decimals=draw(st.integers(0, 2)),
        unit=draw(MAYBE_TEXTS),
        earliest=draw(st.none() | st.just("today") | st.just("2020-02-29")),
        latest=draw(st.none() | st.just("today")),
        low_label=draw(MAYBE_TEXTS),
        high_label=draw(MAYBE_TEXTS),
        show_if=draw(CONDITIONS),
        audiences=tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
        construct=draw(st.just("") | NAMES),
        definition=draw(MAYBE_TEXTS),
        picture=draw(PICTURES),
        interviewer=draw(MAYBE_TEXTS),
        identifies=draw(st.booleans()),
    )


@given(any_questions(), MAYBE_TEXTS, CONDITIONS, CONDITIONS)
@SLOWLY
def test_everything_a_question_can_say_survives(
    question: Question, title: Text, page_condition: object, section_condition: object
) -> None:
    page = Page("page", (question,), title, page_condition)  # type: ignore[arg-type]
    section = Section("s", Text({"en": "S"}), (page,), section_condition)  # type: ignore[arg-type]
    found = StudySettings(Text({"en": "A study"}), languages=LANGUAGES)
    questionnaire = Questionnaire(found.title, (section,), LANGUAGES, version="2")
    assert read_again(questionnaire, found) == (questionnaire, found)


DAYS = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))
CLOCKS = st.none() | st.times().map(lambda found: found.replace(second=0, microsecond=0))
PROMISES = st.builds(PromiseLine, st.sampled_from(KEPT_PROMISES), MAYBE_TEXTS) | st.builds(
    PromiseLine, st.just(""), TEXTS
)
SHORTS = st.sampled_from(["a", "news", "bus-2"])
CHANNELS = st.builds(Channel, SHORTS, TEXTS, SHORTS, st.none() | st.integers(1, 999))


def without_idle_clocks(found: StudySettings) -> StudySettings:
    """A time of day means nothing without its day."""
    return replace(
        found,
        opens_time=found.opens_time if found.opens else None,
        closes_time=found.closes_time if found.closes else None,
    )


@given(
    st.builds(
        StudySettings,
        title=TEXTS,
        summary=MAYBE_TEXTS,
        asked_by=MAYBE_TEXTS,
        use=MAYBE_TEXTS,
        promise=st.lists(PROMISES, max_size=2).map(tuple),
        contact=MAYBE_TEXTS,
        languages=st.sampled_from([("en",), ("en", "cy"), ("cy",)]),
        opens=DAYS,
        closes=DAYS,
        opens_time=CLOCKS,
        closes_time=CLOCKS,
        timezone=st.sampled_from(["Europe/London", "Asia/Tokyo"]),
        finish_within=st.integers(0, 72),
        channels=st.lists(CHANNELS, max_size=2).map(tuple),
        return_codes=st.booleans(),
        supporters=st.booleans(),
        afterwards=MAYBE_TEXTS,
        status=st.sampled_from(["open", "closed", "draft"]),
        fieldwork_opened=DAYS,
        fieldwork_closed=DAYS,
        synthetic=st.booleans(),
        source=st.just("") | WORDS,
        design=MAYBE_TEXTS,
        disclosure=st.builds(
            Disclosure, st.integers(0, 20), st.integers(0, 99), st.just("") | WORDS
        ),
    ).map(without_idle_clocks)
)
@SLOWLY
def test_settings_survive(found: StudySettings) -> None:
    assert read_again(None, found) == (None, found)
