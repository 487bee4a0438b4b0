"""The studies that are printed in tests."""

from pathlib import Path

import pytest

from alongside.questionnaire import Study, load_study

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def reference() -> Study:
    return load_study(ROOT / "studies/coproduction")


@pytest.fixture(scope="session")
def every_type() -> Study:
    return load_study(ROOT / "tests/journeys/studies/every-type")


@pytest.fixture(scope="session")
def arabic() -> Study:
    return load_study(Path(__file__).parent / "studies/arabic")
