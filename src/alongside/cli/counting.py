"""Where tables are counted: in memory, part after part, or on a cluster."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

from alongside.cli import show
from alongside.cli.weighing import require_weight
from alongside.dataset import DataSet, PartedData, Profiles, find_variable, load_for_tables
from alongside.kernel.errors import DataError
from alongside.questionnaire import Study
from alongside.tabbook import check_weight
from alongside.tabulate import (
    Cluster,
    Here,
    Table,
    TableOptions,
    read_log,
    tabulate_many,
    tabulate_parts,
)


def read_whole(study: Study, cluster: str | None) -> DataSet:
    """Return the answers of a study that are not in parts.

    Raises :class:`~alongside.kernel.errors.DataError` when a cluster is to count them.
    """
    if cluster is not None:
        raise DataError(
            "The answers of this study are in one file, so there is nothing to share out.",
            where=str(study.folder),
            remedy="Leave out --cluster. Or write them with alongside export STUDY --format "
            "parquet, and say in study.yaml where they lie: data: {parquet: …}.",
        )
    return load_for_tables(study)


def count_tables(
    study: Study,
    data: DataSet | PartedData,
    question: str,
    banners: Sequence[str],
    options: TableOptions,
    cluster: str | None,
) -> tuple[DataSet | Profiles, list[Table]]:
    """Return the tables of a question, and what disclosure control must know of the people.

    One table a banner, or one in all; each is titled by the question alone. Raises whatever
    counting raises.
    """
    if isinstance(data, PartedData):
        people, tables = _count_parts(study, data, question, banners, options, cluster)
    else:
        with show.progress("Counting"):
            if options.measuring and options.measuring.weight:
                weight = options.measuring.weight
                require_weight(study, data, weight, everyone=options.include_partial)
                check_weight(data, weight, study.settings.disclosure)
            people = data
            tables = tabulate_many(
                data,
                [question],
                banners,
                where=options.where,
                base=options.base,
                rule=options.rule,
                include_partial=options.include_partial,
                measuring=options.measuring,
            )
    title = find_variable(data.codebook, question).label.say(tables[0].language)
    return people, [replace(table, title=title) for table in tables]


def _count_parts(
    study: Study,
    data: PartedData,
    question: str,
    banners: Sequence[str],
    options: TableOptions,
    cluster: str | None,
) -> tuple[DataSet | Profiles, list[Table]]:
    with show.progress("Asking the cluster"):
        runner = Cluster(cluster) if cluster is not None else None
    with runner or nullcontext():
        what = f"Counting on {runner.workers} workers" if runner else "Counting"
        with show.counting(what, data.rows) as told:
            found = tabulate_parts(
                data,
                runner or Here(),
                [question],
                banners,
                options,
                earlier=read_log(study.folder),
                told=told,
            )
    return found.profiles, list(found.tables)
