"""The closed lists of the codebook: kinds, modalities, categories, bases, outcomes, roles."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a claim says of a force (CODEBOOK, "Kind")."""

    PRESENCE = "presence"
    DEPLOYMENT = "deployment"
    WITHDRAWAL = "withdrawal"
    LOSS = "loss"
    TRANSFER = "transfer"
    TRAINING = "training"
    TASKING = "tasking"
    MOBILISATION = "mobilisation"
    STRENGTH = "strength"
    ATTACK = "attack"


class Modality(StrEnum):
    """How the claimant puts it: so, to come, perhaps, or not so."""

    ASSERTED = "asserted"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    DENIED = "denied"


class Category(StrEnum):
    """What is counted."""

    PERSONNEL = "personnel"
    AIRCRAFT = "aircraft"
    SHIPS = "ships"
    VEHICLES = "vehicles"
    ARTILLERY = "artillery"
    MISSILES = "missiles"
    MUNITIONS = "munitions"
    DRONES = "drones"
    UNITS = "units"
    OTHER = "other"


class Basis(StrEnum):
    """What the figure is of: everything, something on top, or a part."""

    TOTAL = "total"
    ADDITIONAL = "additional"
    PART = "part"


class Outcome(StrEnum):
    """What became of those lost."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    CASUALTIES = "casualties"
    DESTROYED = "destroyed"
    DESERTED = "deserted"
    DAMAGED = "damaged"


class Role(StrEnum):
    """What a place is to the force: where it is, goes to, or comes from."""

    AT = "at"
    TO = "to"
    FROM = "from"
