"""The words everybody here shares: documents, and claims whose every slot stands in its document.

All values are frozen. Words are held as `Quote`: text and its place in `Document.content`. A claim or statement can
only be made against its document (`Claim.of(document, ...)`, or `Claim.model_validate(data, context=document)`), and
is refused when one of its quotes does not stand there, character for character.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetPydanticSchema,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from musterbook.errors import GroundingError
from musterbook.lists import Basis as Basis
from musterbook.lists import Category as Category
from musterbook.lists import Kind as Kind
from musterbook.lists import Modality as Modality
from musterbook.lists import Outcome as Outcome
from musterbook.lists import Role as Role

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, with XK for Kosovo."""


class Value(BaseModel):
    """A frozen value; an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """Half-open character offsets [start, end) into a document's content."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a span must end after it starts, not [{self.start}, {self.end})")
        return self


class Quote(Value):
    """Words as they stand in a document: `content[start:end] == text`."""

    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _stands(self, info: ValidationInfo) -> Self:
        source, text, start, end = info.context, self.text, self.start, self.end
        if not isinstance(source, Document):
            raise ValueError(
                f"{text!r} cannot be checked: make quotes with Document.quote, or give their document as context"
            )
        if end - start != len(text) or source.content[start:end] != text:
            raise ValueError(f"{text!r} does not stand at [{start}, {end}) in document {source.id}")
        return self

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(start=self.start, end=self.end)


def _given_or_read(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """A quote that is one already is taken as it is. JSON holds none, so that nothing need be asked there."""
    read = handler(source)
    given = core_schema.no_info_wrap_validator_function(
        lambda value, make: value if isinstance(value, Quote) else make(value), read
    )
    return core_schema.json_or_python_schema(json_schema=read, python_schema=given)


Words = Annotated[Quote, GetPydanticSchema(_given_or_read)]
"""A quote as a part of something else."""


class Capture(Value):
    """The bytes of a source as they were fetched, and what is known of the fetching."""

    body: bytes = Field(repr=False)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    media_type: str
    url: str | None = None
    encoding: str | None = None
    fetched: datetime | None = None

    @classmethod
    def of(cls, body: bytes, media_type: str, **known: Any) -> Capture:
        """A capture of these bytes, its SHA-256 computed."""
        return cls(body=body, sha256=hashlib.sha256(body).hexdigest(), media_type=media_type, **known)


class Document(Value):
    """One text as published."""

    title: str = ""
    text: str
    outlet: str | None = None
    published: date | None = None
    published_precision: Literal["day", "month"] = "day"
    language: str = "en"
    url: str | None = None
    authors: tuple[str, ...] = ()
    key: str | None = None
    """The name a corpus or a feed gives the document; not part of its identity."""
    capture: str | None = None
    """SHA-256 of the capture the text was taken from."""

    @cached_property
    def content(self) -> str:
        """Title, newline, body: the text all spans count in (corpus/FORMAT.md)."""
        return f"{self.title}\n{self.text}"

    @cached_property
    def id(self) -> str:
        """Content hash of title, text, outlet and day: equal for equal documents, wherever they were found."""
        return digest("document", self.title, self.text, self.outlet, self.published and self.published.isoformat())

    def quote(self, start: int, end: int) -> Quote:
        """The words at [start, end) of the content.

        Raises GroundingError when the span is empty or leaves the document.
        """
        if not 0 <= start < end <= len(self.content):
            raise GroundingError(f"document {self.id} has no words at [{start}, {end})")
        return Quote.model_construct(text=self.content[start:end], start=start, end=end)


class Force(Value):
    """Whose soldiers or materiel: the side, the named unit or group, what is counted, in which words."""

    country: CountryCode | None = None
    name: Words | None = None
    category: Category = Category.PERSONNEL
    words: Words | None


class Quantity(Value):
    """How many: an interval; an open end is null."""

    words: Words | None
    low: float | None = Field(default=None, ge=0)
    high: float | None = Field(default=None, ge=0)
    approximate: bool = False
    basis: Basis = Basis.TOTAL

    @model_validator(mode="after")
    def _interval(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs at least one end")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a quantity cannot run from {self.low} to {self.high}")
        return self


class Place(Value):
    """Where, as written, with the code it was resolved to (CODEBOOK, "Places"); an unresolved place has none."""

    words: Words | None
    role: Role
    code: str | None = Field(default=None, pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?(/.+)?$")
    geonames: int | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    partial: bool = False
    """The words name a part of what the code stands for ("eastern Russia")."""


class Period(Value):
    """For when, as written; inclusive days, either of which may be unknown. No words, no period."""

    words: Words | None
    start: date | None = None
    end: date | None = None


class Party(Value):
    """The counterpart of a transfer, training or deployment: a country, or a name where there is none."""

    country: CountryCode | None = None
    name: Words | None = None
    words: Words | None

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.country is None and self.name is None:
            raise ValueError("a counterpart needs a country or a name")
        return self


class Link(Value):
    """One voice in the chain: the words naming it, what it speaks for, and for which side."""

    words: Words | None
    institution: str | None = None
    """Key of the institution in the codebook ("diu"), where the words resolve to one."""
    country: CountryCode | None = None


class Attribution(Value):
    """The chain outlet → via → claimant. The outlet stands in the document's own record."""

    claimant: Link | None = None
    via: Link | None = None


class Reason(Value):
    """Why a slot was read so: the rule, and the words it went by."""

    slot: str
    rule: str
    words: Words | None = None


class Statement(Value):
    """A stretch of text attributed to a source: source, cue, content."""

    document: str
    source: Words | None
    cue: Words | None
    content: tuple[Words, ...] = Field(min_length=1)
    form: Literal["direct", "indirect", "mixed"]
    via: Words | None = None

    @classmethod
    def of(cls, document: Document, **slots: Any) -> Statement:
        """A statement of this document, checked against it."""
        return cls.model_validate({"document": document.id, **slots}, context=document)

    @model_validator(mode="after")
    def _grounded(self, info: ValidationInfo) -> Self:
        ground(self, self.document, info)
        return self


class Claim(Value):
    """One coded assertion of one document (corpus/CODEBOOK.md).

    `reader` names what made it: "musterbook VERSION", or "review NAME" for a person's correction. Only a person may
    give a slot without words, and then names it in `own_reading`.
    """

    document: str
    kind: Kind
    modality: Modality = Modality.ASSERTED
    hedged: bool = False
    force: Force
    quantity: Quantity | None = None
    places: tuple[Place, ...] = ()
    counterpart: Party | None = None
    outcome: Outcome | None = None
    tasks: tuple[Words, ...] = ()
    period: Period | None = None
    attribution: Attribution = Attribution()
    mentions: tuple[Words, ...] = Field(min_length=1)
    why: tuple[Reason, ...] = ()
    reader: str
    own_reading: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document, **slots: Any) -> Claim:
        """A claim of this document, checked against it.

        Raises pydantic.ValidationError when a slot is not grounded or does not fit the codebook.
        """
        return cls.model_validate({"document": document.id, **slots}, context=document)

    @field_validator("own_reading")
    @classmethod
    def _sorted(cls, slots: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(slots)))

    @model_validator(mode="after")
    def _coherent(self, info: ValidationInfo) -> Self:
        ground(self, self.document, info)
        if (self.kind is Kind.LOSS) != (self.outcome is not None):
            raise ValueError(f"a {self.kind} claim {'needs an' if self.kind is Kind.LOSS else 'has no'} outcome")
        if self.own_reading and not self.reader.startswith("review "):
            raise ValueError("only a reviewer's claim may hold a slot without words")
        for slot in self.wordless():
            if slot not in self.own_reading:
                raise ValueError(f"{slot} has no words in the document and is not marked as a reviewer's own reading")
        return self

    def wordless(self) -> Iterator[str]:
        """The filled slots that show no words of the document."""
        if self.force.words is None:
            yield "force"
        if self.quantity is not None and self.quantity.words is None:
            yield "quantity"
        if self.counterpart is not None and self.counterpart.words is None:
            yield "counterpart"
        if self.period is not None and self.period.words is None:
            yield "period"
        said = self.attribution
        if said.claimant is not None and said.claimant.words is None:
            yield "claimant"
        if said.via is not None and said.via.words is None:
            yield "via"
        if any(place.words is None for place in self.places):
            yield "places"

    @cached_property
    def id(self) -> str:
        """Content hash of document, coded slots and their words; not of reader, reasons or repeated mentions."""
        coded = self.model_dump(
            mode="json", exclude={"why": True, "reader": True, "mentions": True, "own_reading": True}
        )
        return digest("claim", json.dumps(coded, sort_keys=True, ensure_ascii=False), self.mentions[0].start)


class Entry(Value):
    """A claim as the register holds it: with its document, the institution and side behind it, and when it was entered.

    `institution` and `side` are what the claimant was resolved to (a user's assignment counts before the codebook's);
    both are None where the outlet speaks in its own voice or the claimant is not resolved.
    """

    claim: Claim
    document: Document
    institution: str | None = None
    side: str | None = None
    recorded: datetime | None = None
    verdict: Literal["accepted", "corrected", "rejected", "unsure"] | None = None


class Scope(Value):
    """A question to the register: which force, where, and what of it.

    Either `country` or `name` says whose force. `area` is a place code (country, region or town). `kind` PRESENCE asks
    for a stock; LOSS, TRANSFER and DEPLOYMENT for running totals.
    """

    country: CountryCode | None = None
    name: str | None = None
    area: str | None = None
    kind: Kind = Kind.PRESENCE
    counterpart: str | None = None
    category: Category | None = None
    outcome: Outcome | None = None


def contains(outer: str, inner: str) -> bool:
    """Whether place code `inner` lies in `outer`: "RU" holds "RU-KRS", which holds "RU-KRS/Sudzha"; each itself."""
    return inner == outer or inner.startswith((f"{outer}-", f"{outer}/"))


def digest(*parts: object) -> str:
    """Twenty hex characters (80 bits) that stand for these parts, in this order."""
    packed = json.dumps([str(part) if part is not None else None for part in parts], ensure_ascii=False)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def quotes(value: object) -> Iterator[Quote]:
    """Every quote inside a value, depth first in field order."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from quotes(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from quotes(item)


def ground(value: BaseModel, document: str, info: ValidationInfo) -> None:
    """Refuse a value that holds words which do not stand in the document given as context.

    Raises ValueError (inside validation) when there is no document, another document, or words that are not there.
    """
    source = info.context
    if not isinstance(source, Document) or source.id != document:
        raise ValueError(
            f"a {type(value).__name__.lower()} is made with its document: {type(value).__name__}.of(document, ...)"
        )
    if info.mode == "json":
        return  # every quote was read from the same JSON, and so was checked against this very document
    for quote in quotes(value):
        if source.content[quote.start : quote.end] != quote.text:
            raise ValueError(f"{quote.text!r} does not stand at [{quote.start}, {quote.end}) in document {document}")
