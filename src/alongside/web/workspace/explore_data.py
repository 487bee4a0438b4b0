"""The data of a study as they are explored: kept in memory, with what was counted of them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from alongside.dataset import DataSet
from alongside.questionnaire import Disclosure, Study
from alongside.tabulate import Explorer, with_given
from alongside.web.pages.datasets import dataset_of, make_book
from alongside.web.records.explored import ExploredTables
from alongside.web.workspace.explore_choices import Offers, list_offers
from alongside.web.workspace.explore_work import Workshop

MOST_KEPT = 128


@dataclass(frozen=True, eq=False)
class Holdings:
    """Everything that stays in memory for exploring one data set.

    Parameters
    ----------
    read
        The data as the study has them.
    dataset
        With linked questions as one variable; ``explorer`` also knows who gave which number.
    made
        Results that were made lately, by what was asked for: what may leave of a table never
        changes while the data are the same.
    """

    read: DataSet
    rule: Disclosure
    dataset: DataSet
    explorer: Explorer
    offers: Offers
    made: "Lately" = field(default_factory=lambda: Lately(MOST_KEPT))


class Lately:
    """Results by what was asked for; those not asked for longest are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[object, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], object]) -> object:
        """Return what is kept, or make and keep it; what raises is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = make()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


_HELD: dict[Path, Holdings] = {}
_LOCK = Lock()


def holdings_of(study: Study, language: str) -> Holdings | None:
    """Return what is held of a study's data, made anew when they changed; None without data.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when data are there but cannot be used.
    """
    dataset = dataset_of(study)
    if dataset is None:
        return None
    rule = study.settings.disclosure
    with _LOCK:
        known = _HELD.get(study.folder)
        if known is None or known.read is not dataset or known.rule != rule:
            book = make_book(study, with_given(dataset))
            shop = Workshop()
            shop.begin(book.get_ready)
            explorer = Explorer(book, ExploredTables(study.slug), shop.run)
            known = Holdings(dataset, rule, dataset, explorer, list_offers(dataset, language))
            _HELD[study.folder] = known
        return known
