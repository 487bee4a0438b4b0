"""What every test of the site needs."""

import pytest

from alongside.web.records import catalogue


@pytest.fixture(autouse=True)
def changes_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at a study's files at every request, as tests change them between two."""
    monkeypatch.setattr(catalogue, "LOOK_AGAIN_SECONDS", 0.0)
