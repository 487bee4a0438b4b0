"""Where a table is counted: in memory, part after part, or on a cluster."""

from contextlib import nullcontext

from alongside.cli import show
from alongside.cli.weighing import require_weight
from alongside.dataset import DataSet, PartedData, Profiles, find_study_parts, load_dataset
from alongside.kernel.errors import DataError
from alongside.questionnaire import Study
from alongside.tabbook import check_weight
from alongside.tabulate import (
    Cluster,
    Here,
    Table,
    TableOptions,
    read_log,
    tabulate,
    tabulate_parts,
)


def count_table(
    study: Study, question: str, by: str | None, options: TableOptions, cluster: str | None
) -> tuple[DataSet | Profiles, Table]:
    """Return a table, and what disclosure control must know of the people behind it.

    Raises :class:`~alongside.kernel.errors.DataError` when a cluster is named and the data are not
    in Parquet files, and whatever counting raises.
    """
    with show.progress("Reading what there is"):
        parted = find_study_parts(study)
    if parted is not None:
        return _count_parts(study, parted, question, by, options, cluster)
    if cluster is not None:
        raise DataError(
            "The answers of this study are in one file, so there is nothing to share out.",
            where=str(study.folder),
            remedy="Leave out --cluster. Or write them with alongside export STUDY --format "
            "parquet, and say in study.yaml where they lie: data: {parquet: …}.",
        )
    with show.progress("Counting"):
        dataset = load_dataset(study)
        if options.measuring and options.measuring.weight:
            weight = options.measuring.weight
            require_weight(study, dataset, weight, everyone=options.include_partial)
            check_weight(dataset, weight, study.settings.disclosure)
        table = tabulate(
            dataset,
            question,
            by=by,
            where=options.where,
            base=options.base,
            rule=options.rule,
            include_partial=options.include_partial,
            measuring=options.measuring,
        )
    return dataset, table


def _count_parts(
    study: Study,
    data: PartedData,
    question: str,
    by: str | None,
    options: TableOptions,
    cluster: str | None,
) -> tuple[Profiles, Table]:
    with show.progress("Asking the cluster"):
        runner = Cluster(cluster) if cluster is not None else None
    with runner or nullcontext():
        what = f"Counting on {runner.workers} workers" if runner else "Counting"
        with show.counting(what, data.rows) as told:
            found = tabulate_parts(
                data,
                runner or Here(),
                [question],
                [by] if by else [],
                options,
                earlier=read_log(study.folder),
                told=told,
            )
    return found.profiles, found.tables[0]
