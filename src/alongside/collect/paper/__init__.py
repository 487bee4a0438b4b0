"""The questionnaire on paper: numbered, with instructions that a person can follow."""

from alongside.collect.paper.cover import Handout
from alongside.collect.paper.follow import follow
from alongside.collect.paper.form import paper_form
from alongside.collect.paper.kinds import (
    EVERYBODY,
    PaperKind,
    address_lines,
    paper_kinds,
    paper_link,
    print_kind,
)
from alongside.collect.paper.model import Edition, PaperForm, PaperItem
from alongside.collect.paper.sheets import paper_pdf

__all__ = [
    "EVERYBODY",
    "Edition",
    "Handout",
    "PaperForm",
    "PaperItem",
    "PaperKind",
    "address_lines",
    "follow",
    "paper_form",
    "paper_kinds",
    "paper_link",
    "paper_pdf",
    "print_kind",
]
