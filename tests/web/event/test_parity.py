"""The browser's routing and checks say what Python's say, question by question.

Every case runs through both: the modules of the event page in Chromium, and
:mod:`alongside.questionnaire` and :mod:`alongside.collect` here.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Route
from tests.questionnaire.made_questionnaires import (
    NAMES,
    VALUES,
    conditions,
    every_answers,
    leaves,
    questionnaires,
)

from alongside.collect import Progress, field_names, read_responses, resume_at, submit_page
from alongside.collect.offline import offline_bundle
from alongside.kernel.text import Text
from alongside.questionnaire import Page as QuestionnairePage
from alongside.questionnaire import (
    Questionnaire,
    Study,
    StudySettings,
    Value,
    find_path,
    holds,
    load_study,
)
from alongside.questionnaire.condition_tree import tree_of
from alongside.web.pages.estimate import count_questions
from alongside.web.pages.fields import entered_values
from alongside.web.pages.wording import Wording

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "src" / "alongside" / "web" / "static"
HERE = Path(__file__).parent
TODAY = date(2024, 2, 29)
WORDS = ("web-scale-end",)
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    """Return a function that calls one of the harness in a browser that has no server."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _serve)
    page.goto("http://parity.test/")
    page.evaluate("async () => { window.harness = await import('/harness.js'); }")

    def call(name: str, *arguments: Any) -> Any:
        asked = [name, json.dumps(arguments)]
        return page.evaluate("([name, said]) => window.harness[name](...JSON.parse(said))", asked)

    yield call
    context.close()


def _serve(route: Route) -> None:
    name = route.request.url.partition("parity.test/")[2]
    path = HERE / name if name == "harness.js" else STATIC / name
    if name.endswith(".js"):
        route.fulfill(body=path.read_text("utf-8"), content_type="text/javascript; charset=utf-8")
    else:
        route.fulfill(body="<!DOCTYPE html><title>parity</title>", content_type="text/html")


def raw_of(value: Value) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def raw_answers(answers: Mapping[str, Value]) -> dict[str, Any]:
    return {code: raw_of(value) for code, value in answers.items()}


def bundle_of(questionnaire: Questionnaire) -> dict[str, Any]:
    about = StudySettings(Text({"en": "Made up"}), languages=questionnaire.languages)
    return offline_bundle(Study(Path("made-up"), about, questionnaire), WORDS)


def paths_here(questionnaire: Questionnaire, cases: Sequence[Mapping[str, Value]]) -> list[Any]:
    found = []
    for answers in cases:
        path = find_path(questionnaire, answers)
        wording = Wording(questionnaire, "en", answers=path.answers)
        questions = [question for visit in path.visits for question in visit.questions]
        words = [
            [wording.say(item.label), wording.answer(item, path.answers)] for item in questions
        ]
        found.append(
            {
                "pages": list(path.page_codes),
                "questions": list(path.question_codes),
                "answers": raw_answers(path.answers),
                "words": words,
            }
        )
    return found


def walk_here(
    questionnaire: Questionnaire,
    forms: Sequence[tuple[str | None, Mapping[str, list[str]]]],
    language: str = "en",
    easy: bool = False,
) -> list[Any]:
    progress = Progress()
    steps = []
    for named, form in forms:
        page = named or resume_at(questionnaire, progress)
        if page is None:
            break
        step = submit_page(questionnaire, progress, page, form, language, today=TODAY)
        path = find_path(questionnaire, progress.answers)
        wording = Wording(questionnaire, language, easy, path.answers)
        progress = step.progress
        position = count_questions(questionnaire, progress.answers, page)
        steps.append(
            {
                "page": page,
                "next": step.next_page,
                "problems": [
                    [item.code, item.params["question"], item.params["field"], wording.fault(item)]
                    for item in step.problems
                ],
                "answers": raw_answers(progress.answers),
                "seen": list(progress.seen),
                "position": {"number": position[0], "total": position[1]} if position else None,
            }
        )
    return steps


def assert_same_walk(
    ask: Ask,
    questionnaire: Questionnaire,
    forms: Sequence[tuple[str | None, Mapping[str, list[str]]]],
    language: str = "en",
    easy: bool = False,
) -> dict[str, Any]:
    reading = {"language": language, "edition": "easy" if easy else "standard"}
    bundle = bundle_of(questionnaire)
    found: dict[str, Any] = ask("walk", bundle, reading, TODAY.isoformat(), forms)
    assert found["steps"] == walk_here(questionnaire, forms, language, easy)
    return found


VALUE = st.one_of(
    VALUES,
    st.text(max_size=5),
    st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
    st.integers(-(10**14), 10**14),
    st.sampled_from([0.5, 12.25, 1e-5, 0.00012, 1234567.5, 3.0]),
    st.sampled_from(["12.25", " 7 ", "1_000", "-3.75", "inf", "nan", "1e3", "٣", ".5", "5."]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)


@settings(QUIET, max_examples=300)
@given(st.lists(st.tuples(conditions(leaves()), st.data()), min_size=1, max_size=1))
def test_conditions_hold_for_the_same_answers(ask: Ask, drawn: list[Any]) -> None:
    condition, data = drawn[0]
    names = sorted(set(_names(tree_of(condition)))) or ["none"]
    answers = st.dictionaries(st.sampled_from(names) | NAMES, VALUE, max_size=4)
    cases = [data.draw(answers) for _ in range(8)]
    sent = [[tree_of(condition), raw_answers(case)] for case in cases]
    assert ask("judge", sent) == [holds(condition, case) for case in cases]


def _names(tree: Any) -> Iterator[str]:
    if isinstance(tree, Mapping):
        if "question" in tree:
            yield str(tree["question"])
        for part in tree.values():
            yield from _names(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _names(part)


@settings(QUIET, max_examples=150)
@given(questionnaires())
def test_made_up_questionnaires_lead_along_the_same_paths(
    ask: Ask, questionnaire: Questionnaire
) -> None:
    cases = list(islice(every_answers(questionnaire), 400))
    found = ask(
        "paths",
        bundle_of(questionnaire),
        {"language": "en", "edition": "standard"},
        [raw_answers(case) for case in cases],
    )
    assert found == paths_here(questionnaire, cases)


def test_the_reference_study_leads_everybody_along_the_same_path(ask: Ask) -> None:
    study = load_study(ROOT / "studies" / "coproduction")
    questionnaire = study.questionnaire
    assert questionnaire is not None
    responses = read_responses(study.folder / "data" / "responses.jsonl", questionnaire)
    cases = [response.answers for response in responses]
    assert len(cases) > 100
    reading = {"language": "en", "edition": "standard"}
    found = ask(
        "paths", offline_bundle(study, WORDS), reading, [raw_answers(case) for case in cases]
    )
    assert found == paths_here(questionnaire, cases)
    assert len({tuple(path["pages"]) for path in found}) > 10


TYPED = (
    *(
        "a",
        "b",
        "c",
        "yes",
        "no",
        "unsure",
        "user",
        "worker",
        "pear",
        "fig",
        "none",
        "more",
        "york",
    ),
    *("3", "1", "-1", "4", "2.5", "1,000", "+2", ".5", "2.", "1,00", "١٢", "１２", "२.५", "away"),
    *("£3", "3POUNDS", "−2", "-0", "1234567890123456", "0.00001", "2.123456", "999", "10000"),
    *("29", "2", "2023", "31", "feb", "Febr.", "Chwef", "MAWRTH", "ma", "mai", "jun", "٢٠٢٣"),
    *("straße", "😀😀😀"),
)
SIGNS = ("", " ", "\x85", "\ufeff", "\x1c", "1 000", "1\xa0000", "3 cups", "a\r\nb\rc", "x" * 31)
ENTRIES = st.sampled_from((*TYPED, *SIGNS)) | st.text(max_size=6)
FORM = st.lists(ENTRIES, min_size=0, max_size=3)


def forms_for(page: QuestionnairePage) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return forms with anything in any box of a page, and one box that is not there."""
    return _forms(tuple(name for question in page.questions for name in field_names(question)))


@cache
def _forms(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, list[str]]]:
    return st.dictionaries(st.sampled_from((*names, "nobody")), FORM, max_size=len(names))


@settings(QUIET, max_examples=150)
@given(questionnaires(), st.data())
def test_made_up_questionnaires_are_sent_with_the_same_result(
    ask: Ask, questionnaire: Questionnaire, data: st.DataObject
) -> None:
    forms = []
    for _ in range(data.draw(st.integers(0, 6))):
        page = data.draw(st.sampled_from(questionnaire.pages))
        forms.append((page.code, data.draw(forms_for(page))))
    assert_same_walk(ask, questionnaire, forms)


@pytest.fixture(scope="module")
def every_rule(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return a study with every type, bound and condition, in two languages and Easy Read."""
    folder = tmp_path_factory.mktemp("every-rule")
    shutil.copy(HERE / "every_rule.yaml", folder / "questionnaire.yaml")
    (folder / "study.yaml").write_text(
        "title: {en: Rules, cy: Rheolau}\nlanguages: [en, cy]\n", "utf-8"
    )
    return load_study(folder)


GOOD: dict[str, tuple[dict[str, list[str]], ...]] = {
    "who": ({"who": ["user"]}, {"who": ["worker"]}),
    "likes": (
        {"fruit": ["pear", "apple"], "why": ["Good\r\nones"]},
        {"fruit": ["none"]},
        {"fruit": ["more", "fig"], "fruit_other": ["A *b* {{who}}"], "why": ["Sweet"]},
    ),
    "cost": ({"cost": ["£1,234.50"]}, {"cost": ["0.5"]}),
    "cups": ({"cups": ["3 cups"]}, {}),
    "tiny": ({"tiny": [".00001"]}, {"tiny": ["5.100000"]}, {}),
    "day": (
        {"day_day": ["29"], "day_month": ["feb"], "day_year": ["2024"]},
        {"day_day": ["1"], "day_month": ["March"], "day_year": ["2021"]},
    ),
    "rest": ({"rest": ["4"]}, {"rest": ["-1"]}),
    "town": ({"town": ["york"]}, {"town": ["away"], "town_other": ["Hull"]}, {}),
    "box": ({},),
    "sure": ({"sure": ["unsure"]},),
    "dish": ({"dish": ["Soup"]},),
}


@settings(QUIET, max_examples=100)
@given(st.data())
def test_every_rule_is_judged_alike(ask: Ask, every_rule: Study, data: st.DataObject) -> None:
    questionnaire = every_rule.questionnaire
    assert questionnaire is not None
    language, easy = data.draw(st.sampled_from([("en", False), ("en", True), ("cy", False)]))
    codes = [page.code for page in questionnaire.pages]
    forms: list[tuple[str | None, Mapping[str, list[str]]]] = []
    for code in codes:  # mostly good pages in order, so that the walk comes far
        if data.draw(st.integers(0, 3)) == 0:
            odd = data.draw(st.sampled_from(questionnaire.pages))
            forms.append((odd.code, data.draw(forms_for(odd))))
        forms += [(code, data.draw(st.sampled_from(GOOD[code])))] * 2
    back = data.draw(st.sampled_from(codes))
    forms.append((back, data.draw(st.sampled_from(GOOD[back]))))
    found = assert_same_walk(ask, questionnaire, forms, language, easy)
    progress = _last_progress(found)
    assert found["forms"] == boxes_here(questionnaire, progress)


def test_answers_that_fit_arrive_at_the_end_in_the_browser(ask: Ask, every_rule: Study) -> None:
    questionnaire = every_rule.questionnaire
    assert questionnaire is not None
    for choice in (0, 1):
        ways = {code: ways[choice] if len(ways) > 1 else ways[0] for code, ways in GOOD.items()}
        forms = [(code, form) for code, form in ways.items() for _ in range(2)]
        found = assert_same_walk(ask, questionnaire, forms)
        assert found["resume"] is None
        assert found["unfit"] is None
        assert ("box" in found["forms"]) is (choice == 1)
        assert found["forms"]["day"]["day_month"] == [["2"], ["3"]][choice]


def test_a_page_that_no_longer_fits_is_asked_again_before_answers_are_kept(
    ask: Ask, every_rule: Study
) -> None:
    questionnaire = every_rule.questionnaire
    assert questionnaire is not None
    few = {"fruit": ["fig", "apple"], "why": ["Sweet"]}
    forms = [(code, ways[0]) for code, ways in GOOD.items()]
    changed = [("who", {"who": ["worker"]}), ("likes", few), ("likes", few), *forms[2:]]
    back = [*changed, ("who", {"who": ["user"]}), ("dish", GOOD["dish"][0])]
    # figs are not offered to users: one fruit is left where two are asked for
    found = assert_same_walk(ask, questionnaire, back)
    assert found["resume"] is None
    assert found["unfit"] == "likes"


def boxes_here(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> dict[str, Any]:
    path = find_path(questionnaire, answers)
    return {
        visit.page.code: {
            name: [typed if "e-" not in typed else f"{Decimal(typed):f}" for typed in values]
            for name, values in entered_values(visit.questions, path.answers).items()
        }
        for visit in path.visits
    }


def _last_progress(found: Mapping[str, Any]) -> dict[str, Value]:
    """Return the answers of the last step as values."""
    steps = found["steps"]
    raw = steps[-1]["answers"] if steps else {}
    return {code: _value_of(value) for code, value in raw.items()}


def _value_of(raw: Any) -> Value:
    if isinstance(raw, Mapping):
        return date.fromisoformat(raw["day"])
    return tuple(raw) if isinstance(raw, list) else raw
