"""What this site keeps, field by field, read off its tables.

Django's own field types tell a time, an address or a growing number; everything else must be
declared here. A field that is not declared counts as unknown, and a study that promises
anonymity stays shut: forgetting to think about a new field is not possible.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from alongside.collect.promise import Holds, StoredField, breaks_promise
from alongside.questionnaire import Study

APPS = ("people", "records")
TELLING_TYPES: "dict[type[models.Field[Any, Any]], Holds]" = {
    models.DateField: Holds.TIME,
    models.TimeField: Holds.TIME,
    models.DurationField: Holds.TIME,
    models.GenericIPAddressField: Holds.DEVICE,
    models.EmailField: Holds.IDENTITY,
    models.FileField: Holds.UNKNOWN,
    models.AutoField: Holds.ORDER,
    models.BigAutoField: Holds.ORDER,
}
DECLARED = {
    "ResponseRecord": {
        "key": Holds.RANDOM,
        "study": Holds.CHANNEL,
        "version": Holds.READING,
        "answers": Holds.ANSWER,
        "seen": Holds.READING,
        "shown": Holds.READING,
        "completed": Holds.READING,
        "language": Holds.READING,
        "edition": Holds.READING,
        "channel": Holds.CHANNEL,
        "mode": Holds.READING,
        "helped": Holds.READING,
        "helper": Holds.READING,
        "number": Holds.NUMBER,
        "code_mark": Holds.RANDOM,
        "parcel": Holds.RANDOM,
    },
    "ParcelAside": {
        "parcel": Holds.RANDOM,
        "study": Holds.CHANNEL,
        "sealed": Holds.ANSWER,
        "reason": Holds.READING,
    },
    "ParcelGone": {"parcel": Holds.RANDOM},
    "Withdrawal": {"key": Holds.RANDOM, "study": Holds.CHANNEL, "number": Holds.NUMBER},
}
NOT_ABOUT_RESPONDENTS = {
    "Tally": Holds.COUNT,
    "Member": Holds.TEAM,
    # which tables the team looked at, never what stood in them
    "ExploredTable": Holds.TEAM,
    # in the order of typing in: the papers themselves carry numbers
    "PaperEntry": Holds.ANSWER,
}


@cache
def stored_fields() -> tuple[StoredField, ...]:
    """Return every field in which the site keeps something."""
    return tuple(
        StoredField(model.__name__, field.name, what_it_holds(model, field))
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
    )


def what_it_holds(model: type[models.Model], field: "models.Field[Any, Any]") -> Holds:
    """Return what a field holds; :attr:`Holds.UNKNOWN` when nobody has said."""
    for kind, holds in TELLING_TYPES.items():
        if isinstance(field, kind):
            whole = NOT_ABOUT_RESPONDENTS.get(model.__name__)
            return whole if whole and holds is Holds.ORDER else holds
    if model.__name__ in NOT_ABOUT_RESPONDENTS:
        return NOT_ABOUT_RESPONDENTS[model.__name__]
    return DECLARED.get(model.__name__, {}).get(field.name, Holds.UNKNOWN)


def keeps_promise(study: Study) -> bool:
    """Return whether this site can keep what a study promises; judged once a reading."""
    judged = _JUDGED.get(study.slug)
    if judged is None or judged[0] is not study:
        judged = (study, not breaks_promise(study, stored_fields()))
        _JUDGED[study.slug] = judged
    return judged[1]


_JUDGED: dict[str, tuple[Study, bool]] = {}
