"""Studies are read once, and again when a file changes."""

import os
from pathlib import Path

import pytest

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study, load_study
from alongside.web.records import catalogue
from alongside.web.records.catalogue import Catalogue

STUDY = Path(__file__).parents[3] / "studies" / "coproduction"


class Reader:
    """Reads the reference study whatever the folder, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.study = load_study(STUDY)

    def __call__(self, folder: Path) -> Study:
        self.times += 1
        if "broken" in (folder / "study.yaml").read_text():
            raise AlongsideError("It cannot be read.", remedy="Mend it.")
        return self.study


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(catalogue, "monotonic", lambda: now[0])
    monkeypatch.setattr(catalogue, "LOOK_AGAIN_SECONDS", 1.0)
    return now


def change(folder: Path, words: str) -> None:
    file = folder / "study.yaml"
    file.write_text(words)
    os.utime(file, ns=(0, len(words)))


def test_a_change_is_seen_within_a_second_and_files_are_not_looked_at_before(
    tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(tmp_path, "one")
    read = Reader()
    studies = Catalogue((tmp_path,), read)
    assert studies.find(tmp_path.name) is read.study
    change(tmp_path, "second")
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "_marks", lambda _: pytest.fail("looked too early"))
        clock[0] += 0.9
        assert studies.find(tmp_path.name) is read.study
    clock[0] += 0.2
    assert studies.find(tmp_path.name) is read.study
    assert read.times == 2
    clock[0] += 5
    assert studies.find(tmp_path.name) is read.study
    assert read.times == 2


def test_a_refusal_lasts_until_the_file_is_mended(tmp_path: Path, clock: list[float]) -> None:
    change(tmp_path, "broken")
    read = Reader()
    studies = Catalogue((tmp_path,), read)
    for _ in range(3):
        with pytest.raises(AlongsideError):
            studies.find(tmp_path.name)
    assert read.times == 1
    change(tmp_path, "it is mended")
    clock[0] += 1
    assert studies.find(tmp_path.name) is read.study
    assert studies.find("another") is None
