"""Recorded randomness: the same name and seed always give the same stream."""

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed with a name, so that two uses of one number do not share a stream.

    Parameters
    ----------
    number
        Any whole number, written into whatever was made with it.
    name
        What the randomness is for, for example ``"synthetic responses"``.
    """

    number: int
    name: str = ""

    def generator(self) -> np.random.Generator:
        """Return a fresh generator; calling twice gives the same stream twice."""
        digest = hashlib.sha256(f"{self.number}:{self.name}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:16], "big"))

    def child(self, name: str) -> "Seed":
        """Return an independent seed for a part of the work."""
        return Seed(self.number, f"{self.name}/{name}")
