"""The questionnaire: what is asked, of whom, in which order."""

from alongside.questionnaire.checks import check_study
from alongside.questionnaire.condition_text import condition_text, parse_condition
from alongside.questionnaire.conditions import Answers, Condition, Value, holds
from alongside.questionnaire.dump import dump_questionnaire, dump_settings
from alongside.questionnaire.files import load_study, read_study
from alongside.questionnaire.model import (
    Audience,
    Option,
    Page,
    Picture,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.piping import fill_text
from alongside.questionnaire.promises import KEPT_PROMISES, PromiseLine
from alongside.questionnaire.readability import Readability, measure
from alongside.questionnaire.routes import Route, Routes, find_routes
from alongside.questionnaire.routing import Path, audience_of, find_path, offered_options
from alongside.questionnaire.sampling import LoneUnits, Sampling, Selection
from alongside.questionnaire.shape import schema
from alongside.questionnaire.study import Channel, Disclosure, Study, StudySettings, Window
from alongside.questionnaire.timing import estimate_minutes
from alongside.questionnaire.versions import Earlier, merge_versions

__all__ = [
    "KEPT_PROMISES",
    "Answers",
    "Audience",
    "Channel",
    "Condition",
    "Disclosure",
    "Earlier",
    "LoneUnits",
    "Option",
    "Page",
    "Path",
    "Picture",
    "PromiseLine",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Readability",
    "Route",
    "Routes",
    "Sampling",
    "Section",
    "Selection",
    "Study",
    "StudySettings",
    "Value",
    "Window",
    "audience_of",
    "check_study",
    "condition_text",
    "dump_questionnaire",
    "dump_settings",
    "estimate_minutes",
    "fill_text",
    "find_path",
    "find_routes",
    "holds",
    "load_study",
    "measure",
    "merge_versions",
    "offered_options",
    "parse_condition",
    "read_study",
    "schema",
]
