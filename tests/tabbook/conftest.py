"""Tables with everything that a renderer must cope with."""

import pytest
from tests.made_data import dataset_of, multi, single

from alongside.dataset import Category, DataSet, Provenance, Variable, VariableType
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import Disclosure
from alongside.tabbook import Asking, Desk, TabBook, make_book
from alongside.tabulate import Measuring

HEARD = Variable(
    "heard",
    VariableType.SINGLE,
    plain_text("Heard of *it* | or <b>not</b>?"),
    (
        Category("yes", plain_text("=HYPERLINK(1)")),
        Category("no", plain_text("No & never")),
        Category("unsure", plain_text("Not\x07 sure")),
    ),
)
AREA = single("area", "north", "south", "nobody")
ROLE = single("role", "carer", "manager")
LIKES = multi("likes", "tea", "cake")
SYNTHETIC = Provenance("A study", synthetic=True, source="Made up", fingerprint="f00")
PEOPLE = {
    ("yes", "north", "carer", ("tea",)): 60,
    ("no", "north", "manager", ("tea", "cake")): 45,
    ("unsure", "north", "carer", ("cake",)): 12,
    ("yes", "south", "manager", ("cake",)): 3,
    ("no", "south", "carer", ("tea",)): 40,
    ("no", "south", "manager", ("cake",)): 30,
}


def made_data(language: str = "en") -> DataSet:
    """Return 190 people in two areas; three of the south have heard of it."""
    names = ("heard", "area", "role", "likes")
    rows = [dict(zip(names, who, strict=True)) for who, n in PEOPLE.items() for _ in range(n)]
    heard = HEARD
    if language != "en":
        heard = Variable(HEARD.code, HEARD.type, Text({language: "سؤال"}), HEARD.categories)
    return dataset_of([heard, AREA, ROLE, LIKES], rows, provenance=SYNTHETIC)


def made_book(rule: Disclosure, *, measuring: Measuring | None, language: str = "en") -> TabBook:
    """Return all questions by area and by role within area."""
    data = made_data(language)
    desk = Desk(data, rule)
    asking = Asking(measuring=measuring, language=language)
    questions = ("heard", "role", "likes")
    return make_book(desk, data, questions, ("area", "area > role"), asking, title="A & B")


@pytest.fixture(scope="session")
def book() -> TabBook:
    return made_book(Disclosure(), measuring=Measuring())
