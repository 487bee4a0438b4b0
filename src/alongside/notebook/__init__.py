"""A study in a notebook: tables, means and charts of which only what may leave is shown."""

from alongside.notebook.open_study import OpenStudy, open_study
from alongside.notebook.responses import Responses
from alongside.notebook.tables import ShownBook, ShownNumbers, ShownTable
from alongside.notebook.weights import ShownWeights

__all__ = [
    "OpenStudy",
    "Responses",
    "ShownBook",
    "ShownNumbers",
    "ShownTable",
    "ShownWeights",
    "open_study",
]
