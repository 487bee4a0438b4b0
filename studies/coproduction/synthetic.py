"""Make the synthetic responses of the reference study.

Run ``python studies/coproduction/synthetic.py``. It reads the published tables
(``published/``), our own choices where the tables leave room (``invented/plan.yaml``) and
the words we made up (``invented/``), and writes ``data/responses.jsonl`` and
``codings/*.csv``. The same inputs always give the same bytes.

The method, in four steps:

1. *Margins become people.* Every published cell is a number of people, so people are dealt
   out: so many of each job, so many of each answer. Where a person may tick several
   options, each option is given to that many different people.
2. *The rest is drawn.* Which person gets which free answer is drawn with a recorded seed
   (:class:`alongside.kernel.seeds.Seed`).
3. *Unfinished responses* take the ticked answers of a finished one, cut off at a page.
4. *Comments* are dealt to people whose route shows that question and whose answers fit.

A response whose answers do not lie on its own route is refused before anything is written.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from alongside.collect import Response, write_responses
from alongside.kernel.seeds import Seed
from alongside.questionnaire import (
    Question,
    Questionnaire,
    Value,
    find_path,
    holds,
    load_study,
    parse_condition,
)

HERE = Path(__file__).parent
SKIPPED = "skipped"
NOT_HEARD = ("no", "unsure")
SERVICE_ALONE = ("did_not_say", "none_currently")
CODED_FROM = {
    "job_group_other": "role_other",
    "service_used": "service",
    "planning_effect_tone": "planning_effect",
    "services_effect_tone": "services_how",
}
CODING_OF_COMMENT = {
    "planning_effect": "planning_effect_tone",
    "services_how": "services_effect_tone",
}
COMMENTED = ("meaning", "apply", "planning_effect", "services_how", "anything_else")


@dataclass(eq=False)
class Person:
    """Someone being made up: answers by question, and codes a reader would give."""

    answers: dict[str, Value] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    job: str = ""

    def answer(self, question: str, value: Value) -> None:
        """Keep an answer, unless it is a skip."""
        if value != SKIPPED:
            self.answers[question] = value


class Maker:
    """Deals answers to people with one recorded stream of randomness."""

    def __init__(self, folder: Path) -> None:
        self.plan = _read_yaml(folder / "invented" / "plan.yaml")
        self.phrases = _read_yaml(folder / "invented" / "phrases.yaml")
        self.published = folder / "published"
        self.rows = _read_yaml(self.published / "rows.yaml")
        seed = Seed(int(self.plan["seed"]), "synthetic responses of the reference study")
        self.random = seed.generator()

    def shuffled(self, items: Iterable[Any]) -> list[Any]:
        """Return the items in a drawn order."""
        listed = list(items)
        return [listed[place] for place in self.random.permutation(len(listed))]

    def pick(self, items: Sequence[Any]) -> Any:
        """Return one item, all equally likely."""
        return items[int(self.random.integers(len(items)))]

    def deal(self, people: Sequence[Person], question: str, counts: Mapping[str, int]) -> None:
        """Give every person exactly one answer, so many of each; ``skipped`` gives none."""
        answers = [code for code, n in counts.items() for _ in range(n)]
        if len(answers) != len(people):
            raise ValueError(f"{question}: {len(answers)} answers for {len(people)} people")
        for person, code in zip(self.shuffled(people), answers, strict=True):
            person.answer(question, code)

    def deal_several(
        self, people: Sequence[Person], counts: Mapping[str, int]
    ) -> dict[int, list[str]]:
        """Give each code to that many different people and nobody nothing, if codes suffice.

        Returns codes by position in ``people``. People with no code are left only when
        there are fewer codes to give than people.
        """
        held: dict[int, list[str]] = {place: [] for place in range(len(people))}
        for code, n in counts.items():
            if n > len(people):
                raise ValueError(f"{code}: {n} ticks for {len(people)} people")
            for place in self.random.choice(len(people), size=n, replace=False):
                held[int(place)].append(code)
        for place in range(len(people)):
            if held[place]:
                continue
            donor = max(held, key=lambda other: len(held[other]))
            if len(held[donor]) > 1:
                held[place].append(held[donor].pop())
        order = {code: rank for rank, code in enumerate(counts)}
        return {place: sorted(codes, key=order.__getitem__) for place, codes in held.items()}

    def table(self, name: str, rows: str) -> dict[str, dict[str, int]]:
        """Return a published table as counts by our row code and the printed column code."""
        with (self.published / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        columns = lines[0][1:]
        return {
            self.rows[rows][line[0]]: dict(zip(columns, map(int, line[1:]), strict=True))
            for line in lines[1:]
            if line[0] != "Total"
        }

    def make_staff(self) -> list[Person]:
        """Return the finished responses of staff."""
        plan = self.plan["staff"]
        heard, not_heard, silent = [], [], []
        for job, (yes, no_or_unsure) in plan["jobs"].items():
            heard += [self._worker(job) for _ in range(yes)]
            not_heard += [self._worker(job) for _ in range(no_or_unsure)]
        silent = [self._worker("left_blank") for _ in range(plan["heard"][SKIPPED])]
        self.deal(heard, "heard", {"yes": plan["heard"]["yes"]})
        self.deal(not_heard, "heard", {code: plan["heard"][code] for code in NOT_HEARD})
        self._give_employers(heard + not_heard)
        self.deal(not_heard, "familiar", plan["familiar"])
        self.deal(not_heard, "should", plan["should"])
        self._give_barriers(heard, self.table("barriers_by_role_heard", "job"))
        self._give_barriers(not_heard, self.table("barriers_by_role_not_heard", "job"))
        self._give_ticks(silent, plan["barriers_heard_skipped"])
        return heard + not_heard + silent

    def _worker(self, job: str) -> Person:
        person = Person({"audience": "staff"}, job=job)
        if job.startswith("other_"):
            person.answers["role"] = "other"
            person.answers["role_other"] = self.pick(self.phrases["role_other"][job])
            person.codes["job_group_other"] = (job,)
        elif job != "left_blank":
            person.answers["role"] = job
        return person

    def _give_employers(self, people: Sequence[Person]) -> None:
        leans = self.plan["staff"]["employer_leans"]
        for heard in ("yes", *NOT_HEARD):
            free = [person for person in people if person.answers["heard"] == heard]
            for employer, counts in self.table("heard_by_employer", "employer").items():
                weights = np.array([float(leans[employer].get(p.job, 1)) for p in free])
                places = self.random.choice(
                    len(free), size=counts[heard], replace=False, p=weights / weights.sum()
                )
                for place in places:
                    free[place].answers["employer"] = employer
                    if employer == "other":
                        words = self.pick(self.phrases["employer_other"])
                        free[place].answers["employer_other"] = words
                free = [person for person in free if "employer" not in person.answers]

    def _give_barriers(
        self, people: Sequence[Person], table: Mapping[str, Mapping[str, int]]
    ) -> None:
        for row, counts in table.items():
            merged = ("other_training", "other_research")
            jobs = merged if row == "other_training_research" else (row,)
            self._give_ticks([person for person in people if person.job in jobs], counts)

    def _give_ticks(self, people: Sequence[Person], counts: Mapping[str, int]) -> None:
        """Deal barriers: "none" stands alone, others mix, some people leave it blank."""
        mixed = self.shuffled(people)
        alone = counts.get("none", 0)
        for person in mixed[:alone]:
            person.answers["barriers"] = ("none",)
        ticks = {code: n for code, n in counts.items() if code != "none" and n}
        free = mixed[alone:]
        blank = round(len(free) * float(self.plan["staff"]["barriers_blank_share"]))
        needed = max(ticks.values(), default=0)
        free = free[: max(needed, len(free) - blank)]
        for place, codes in self.deal_several(free, ticks).items():
            if codes:
                free[place].answers["barriers"] = tuple(codes)
            if "other" in codes:
                words = self.pick(self.phrases["barriers_other"])
                free[place].answers["barriers_other"] = words

    def make_lived(self) -> list[Person]:
        """Return the finished responses of people with lived experience."""
        plan = self.plan["lived"]
        people = [Person({"audience": "lived"}) for _ in range(sum(plan["heard"].values()))]
        self.deal(people, "heard", plan["heard"])
        table = self.table("heard_by_service_used", "service")
        for heard in ("yes", *NOT_HEARD):
            group = [person for person in people if person.answers.get("heard") == heard]
            self._give_services(group, {code: row[heard] for code, row in table.items()})
        silent = [person for person in people if "heard" not in person.answers]
        named = dict(plan["services_heard_skipped"])
        self._give_services(silent, named | {"did_not_say": len(silent) - sum(named.values())})
        not_heard = [p for p in people if p.answers.get("heard") in NOT_HEARD]
        self.deal(not_heard, "familiar", plan["familiar"])

        # The people who stop answering about their own care mostly stop about services too.
        self.deal(people, "planning", plan["planning"])
        for answer in NOT_HEARD:
            group = [p for p in people if p.answers.get("planning") == answer]
            self.deal(group, "planning_more", plan[f"planning_more_after_{answer}"])
        quiet = [p for p in people if "planning" not in p.answers]
        talking = [p for p in people if "planning" in p.answers]
        counts = dict(plan["services"])
        counts[SKIPPED] -= len(quiet)
        self.deal(talking, "services", counts)
        group = [p for p in people if p.answers.get("services") in NOT_HEARD]
        self.deal(group, "services_more", plan["services_more"])
        return people

    def _give_services(self, people: Sequence[Person], counts: Mapping[str, int]) -> None:
        """Deal services: "none" and "did not say" stand alone, others go one or two each."""
        mixed = self.shuffled(people)
        silent, none = counts.get("did_not_say", 0), counts.get("none_currently", 0)
        users = mixed[silent + none :]
        named = {code: n for code, n in counts.items() if n and code not in SERVICE_ALONE}
        held = self.deal_several(users, named)
        for place, codes in held.items():
            parts = [self.pick(self.phrases["service"][code]) for code in codes]
            users[place].answers["service"] = self.pick([" and ", ", ", " + "]).join(parts)
            users[place].codes["service_used"] = tuple(codes)
        for person in mixed[silent : silent + none]:
            person.answers["service"] = self.pick(self.phrases["service"]["none_currently"])
            person.codes["service_used"] = ("none_currently",)

    def give_comments(
        self, people: Sequence[Person], questionnaire: Questionnaire, comments: list[Any]
    ) -> None:
        """Deal the comments, most choosy first, to people whose route and answers fit."""
        asked = [(p, set(find_path(questionnaire, p.answers).question_codes)) for p in people]
        for comment in sorted(self.shuffled(comments), key=lambda item: "who" not in item):
            question = comment["question"]
            who = parse_condition(comment["who"]) if "who" in comment else None
            fitting = [
                person
                for person, questions in asked
                if question in questions
                and question not in person.answers
                and holds(who, person.answers)
            ]
            if not fitting:
                raise ValueError(f"Nobody is left to say: {comment['words'][:60]}")
            person = self.pick(fitting)
            person.answers[question] = comment["words"]
            if "tone" in comment:
                person.codes[CODING_OF_COMMENT[question]] = (comment["tone"],)

    def make_partials(
        self, people: Sequence[Person], questionnaire: Questionnaire
    ) -> list[tuple[Person, tuple[str, ...]]]:
        """Return unfinished responses with the pages they sent."""
        weights = self.plan["last_page_weights"]
        shares = np.array(list(weights.values()), dtype=float)
        partials = []
        for _ in range(int(self.plan["started"]) - len(people)):
            last = list(weights)[int(self.random.choice(len(shares), p=shares / shares.sum()))]
            while True:
                donor = self.pick(people)
                codes = find_path(questionnaire, donor.answers).page_codes
                if last in codes:
                    break
            seen = codes[: codes.index(last) + 1]
            shown = {question.code for page in seen for question in _page(questionnaire, page)}
            answers = {
                code: value
                for code, value in donor.answers.items()
                if code.removesuffix("_other") in shown and code not in COMMENTED
            }
            kept = {
                name: codes for name, codes in donor.codes.items() if CODED_FROM[name] in answers
            }
            partials.append((Person(answers, kept), seen))
        return partials


def make_study(folder: Path = HERE) -> tuple[list[Response], dict[str, dict[int, tuple[str, ...]]]]:
    """Return every synthetic response, by respondent number, and the codes of each coding.

    Raises ``ValueError`` when the plan asks for what the published tables rule out, or when
    an answer would lie off its own route.
    """
    questionnaire = load_study(folder).questionnaire
    if questionnaire is None:
        raise ValueError("The study has no questionnaire.")
    maker = Maker(folder)
    neither = [Person({"audience": "other"}) for _ in range(2)]
    people = {"staff": maker.make_staff(), "lived": maker.make_lived(), "other": neither}
    for question, by_audience in maker.plan["demographics"].items():
        for audience, counts in by_audience.items():
            maker.deal(people[audience], question, counts)
    everyone = [person for group in people.values() for person in group]
    maker.give_comments(everyone, questionnaire, _read_comments(folder / "invented"))
    made = [(p, find_path(questionnaire, p.answers).page_codes, True) for p in everyone]
    made += [(p, seen, False) for p, seen in maker.make_partials(everyone, questionnaire)]

    responses: list[Response] = []
    codings: dict[str, dict[int, tuple[str, ...]]] = {name: {} for name in CODED_FROM}
    numbers = maker.shuffled(range(1, len(made) + 1))
    for number, (person, seen, completed) in sorted(zip(numbers, made, strict=True), key=_first):
        path = find_path(questionnaire, person.answers)
        if path.set_aside:
            raise ValueError(f"Answers off the route: {dict(path.set_aside)}")
        ordered = {code: path.answers[code] for code in path.answers}
        responses.append(
            Response(number, completed, ordered, seen, "en", version=questionnaire.version)
        )
        for name, codes in person.codes.items():
            codings[name][number] = codes
    return responses, codings


def write_study(folder: Path = HERE, into: Path | None = None) -> None:
    """Make the study from ``folder`` and write data and codings into ``into`` (default: it)."""
    into = into or folder
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None  # noqa: S101 - make_study has refused that already
    responses, codings = make_study(folder)
    (into / "data").mkdir(parents=True, exist_ok=True)
    (into / "codings").mkdir(exist_ok=True)
    write_responses(into / "data" / "responses.jsonl", responses, questionnaire)
    for name, codes in codings.items():
        lines = [f"{number},{';'.join(given)}\n" for number, given in sorted(codes.items())]
        text = "respondent,codes\n" + "".join(lines)
        (into / "codings" / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def _page(questionnaire: Questionnaire, code: str) -> tuple[Question, ...]:
    return next(page.questions for page in questionnaire.pages if page.code == code)


def _read_yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def _read_comments(folder: Path) -> list[dict[str, str]]:
    """Return the comments of every ``comments-*.yaml``, each with its question."""
    return [
        {"question": question, **comment}
        for path in sorted(folder.glob("comments-*.yaml"))
        for question, comments in _read_yaml(path).items()
        for comment in comments
    ]


if __name__ == "__main__":
    write_study(into=Path(sys.argv[1]) if len(sys.argv) > 1 else None)
