"""The site's pair of keys: made once, read by nobody else, kept when it is changed."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.web.event.sealing import new_name, seal

from alongside.kernel.errors import AlongsideError
from alongside.web.event.keys import KEY_FILE, find_keys
from alongside.web.event.sealing import CannotOpenError, open_sealed


def test_the_pair_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    data = tmp_path / "var"
    first = find_keys(data)
    assert find_keys(data).public == first.public
    assert stat.S_IMODE((data / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == [KEY_FILE]
    assert len(first.public.point) == 65


def test_servers_that_start_at_once_have_the_same_pair(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = {keys.public.name for keys in pool.map(find_keys, [tmp_path] * 16)}
    assert len(names) == 1


def test_what_was_sealed_for_an_earlier_key_still_opens(tmp_path: Path) -> None:
    earlier = find_keys(tmp_path).public
    name = new_name()
    sealed = seal({"a": "é"}, "tea", name, earlier)
    (tmp_path / KEY_FILE).rename(tmp_path / "event-key-2023.pem")
    keys = find_keys(tmp_path)
    assert keys.public != earlier
    assert open_sealed(sealed, "tea", name, keys.private) == '{"a": "\\u00e9"}'


def test_without_its_key_a_parcel_stays_shut(tmp_path: Path) -> None:
    name = new_name()
    sealed = seal({}, "tea", name, find_keys(tmp_path / "one").public)
    with pytest.raises(CannotOpenError, match="wrong-key"):
        open_sealed(sealed, "tea", name, find_keys(tmp_path / "two").private)


@pytest.mark.parametrize("left", [0, 80, 200])
def test_a_damaged_key_is_refused_and_never_replaced(tmp_path: Path, left: int) -> None:
    find_keys(tmp_path)
    path = tmp_path / KEY_FILE
    path.write_bytes(path.read_bytes()[:left])
    before = path.read_bytes()
    with pytest.raises(AlongsideError, match=r"event-key\.pem"):
        find_keys(tmp_path)
    assert path.read_bytes() == before
