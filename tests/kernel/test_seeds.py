"""Recorded randomness: the same again, and never shared by accident."""

from alongside.kernel.seeds import Seed


def draws(seed: Seed) -> list[int]:
    return list(seed.generator().integers(0, 1_000_000, size=8))


def test_the_same_seed_gives_the_same_stream() -> None:
    assert draws(Seed(7, "lottery")) == draws(Seed(7, "lottery"))


def test_another_number_or_name_gives_another_stream() -> None:
    streams = [draws(seed) for seed in (Seed(7), Seed(8), Seed(7, "a"), Seed(7, "a").child("b"))]
    assert len({tuple(stream) for stream in streams}) == 4


def test_a_child_is_found_again() -> None:
    assert Seed(7, "a").child("b") == Seed(7, "a/b")
