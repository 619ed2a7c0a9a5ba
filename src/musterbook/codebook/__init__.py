"""The coding scheme as data: kinds and their cues, nouns, sources, hedges, numbers, times.

Each section is a TOML file beside this one with a schema in the module of the same name. The sections load on first use
and are kept for the life of the process.
"""

from __future__ import annotations

from functools import lru_cache

from musterbook.codebook.forces import Forces
from musterbook.codebook.groups import Groups
from musterbook.codebook.kinds import Kinds
from musterbook.codebook.loading import load
from musterbook.codebook.modality import Modalities
from musterbook.codebook.reference import Reference
from musterbook.codebook.tasks import Tasks


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """The cues of the ten kinds of claim."""
    return load(Kinds, "kinds.toml")


@lru_cache(maxsize=1)
def forces() -> Forces:
    """The nouns of forces and materiel."""
    return load(Forces, "forces.toml")


@lru_cache(maxsize=1)
def modality() -> Modalities:
    """The signals of modality and hedging."""
    return load(Modalities, "modality.toml")


@lru_cache(maxsize=1)
def groups() -> Groups:
    """Forces with a name of their own."""
    return load(Groups, "groups.toml")


@lru_cache(maxsize=1)
def reference() -> Reference:
    """Words that take up what was named before."""
    return load(Reference, "reference.toml")


@lru_cache(maxsize=1)
def tasks() -> Tasks:
    """Words that tasks turn on."""
    return load(Tasks, "tasks.toml")
