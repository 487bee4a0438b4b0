"""The questionnaire on paper: numbered, with instructions that a person can follow."""

from alongside.collect.paper.follow import follow
from alongside.collect.paper.form import paper_form
from alongside.collect.paper.model import Edition, PaperForm, PaperItem

__all__ = ["Edition", "PaperForm", "PaperItem", "follow", "paper_form"]
