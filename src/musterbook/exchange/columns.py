"""Types of columns, made from the types of values."""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from pydantic import AwareDatetime, BaseModel

PLAIN: dict[Any, Any] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    bytes: pa.binary(),
    date: pa.date32(),
    AwareDatetime: pa.timestamp("us", tz="UTC"),
}


def column_type(value: Any, without: Sequence[str] = ()) -> Any:
    """The type of a column that holds values of this type: a model is a struct, a tuple a list, an enumeration text.

    Raises TypeError for a type no column holds.
    """
    if isinstance(value, type) and issubclass(value, BaseModel):
        fields = value.model_fields.items()
        return pa.struct([pa.field(name, column_type(one.annotation)) for name, one in fields if name not in without])
    origin, inside = typing.get_origin(value), typing.get_args(value)
    if origin in (types.UnionType, typing.Union):
        (held,) = (one for one in inside if one is not type(None))
        return column_type(held)
    if origin is typing.Annotated:
        return column_type(inside[0])
    if origin is tuple:
        return pa.list_(column_type(inside[0]))
    if origin is typing.Literal:
        return column_type(type(inside[0]))
    for plain, column in PLAIN.items():
        if value is plain:
            return column
    if isinstance(value, type) and issubclass(value, str):
        return pa.string()
    raise TypeError(f"no column holds {value!r}")
