"""What was expected and what came of it; and how likely, on that record, the rest is to come about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from musterbook.assessment.expectations import GRACE, MET, OPEN, PARTLY, Expectation, Fate
from musterbook.assessment.voices import voice
from musterbook.codebook.likelihood import likelihood
from musterbook.presentation import wording
from musterbook.presentation.briefs.parts import (
    Block,
    Column,
    Group,
    Line,
    Paragraph,
    Reckoning,
    Run,
    Section,
    Table,
    cited,
    line,
    named,
    numbers,
)
from musterbook.presentation.briefs.reckoned import figure, listed
from musterbook.presentation.briefs.sources import Sources, published, said
from musterbook.presentation.headline import count
from musterbook.presentation.voices import voice_name

COLUMNS = (
    Column("Who", 5),
    Column("Expected", 5),
    Column("For", 4),
    Column("Came of it", 8),
)
ORDER = (Fate.PENDING, Fate.MISSED, Fate.PARTLY, Fate.MET, Fate.DENIED, Fate.SUPERSEDED)
EACH = 12
"""Expectations told of each fate; those due last."""
DECIDED = (Fate.MET, Fate.PARTLY, Fate.MISSED, Fate.DENIED)
"""Fates that tell whether an expectation came about; one restated was not put to the test."""
RULES = Reckoning(
    (
        f"An expectation is met when somebody later tells of at least {MET:.0%} of the figure expected (of one without "
        f"a figure, that it happened), partly met from {PARTLY:.0%}, missed {GRACE} days after the days it spoke of; "
        f"without such days it has {OPEN} days from publication. Superseded: the same institution restated it.",
    )
)


def expected_section(found: Iterable[Expectation], sources: Sources, *, whole: bool = False) -> Section:
    """The expectations of a scope with their fates, and the likelihood of those still open; `whole` leaves none out."""
    ordered = sorted(found, key=lambda one: (ORDER.index(one.fate), -one.end.toordinal(), one.entry.claim.id))
    if not ordered:
        return Section("expected", "What was expected", (Paragraph(line("Nothing was expected.")),))
    told = [one for fate in ORDER for one in [one for one in ordered if one.fate is fate][: None if whole else EACH]]
    tally = Counter(one.fate for one in ordered)
    summed = (
        f"{count(len(ordered), 'expectation')}: {', '.join(f'{tally[fate]:,} {fate}' for fate in ORDER if tally[fate])}"
    )
    decided = cited("How each was decided", RULES, style="soft")
    blocks: list[Block] = [
        Paragraph(line(cited(summed, Reckoning((f"Counted: {summed}.",))), ". ", *_likely(tally), " ", decided, ".")),
        Table(COLUMNS, (Group(tuple(_row(one, sources) for one in told)),)),
    ]
    if len(told) < len(ordered):
        left = f"{len(ordered) - len(told):,} more"
        among = {id(one) for one in told}
        rest = listed(
            f"Left out of the table for want of room, {left}",
            (sources[one.entry] for one in ordered if id(one) not in among),
        )
        blocks.append(Paragraph(line(cited(f"And {left}", rest), "."), "aside"))
    return Section("expected", "What was expected", tuple(blocks))


def _likely(tally: Counter[Fate]) -> Line:
    """How likely an open expectation is to be met, as a word of ICD 203, with the rule in its note."""
    words = likelihood()
    decided, met = sum(tally[fate] for fate in DECIDED), tally[Fate.MET]
    scale = ", ".join(str(word) for word in words.words)
    if decided < words.least:
        few = Reckoning(
            (
                f"{count(decided, 'expectation')} decided; a word of likelihood takes {words.least}. "
                f"The words would be those of {words.source}: {scale}.",
            )
        )
        return line(cited("Too few are decided to speak of likelihood", few), ".")
    share = (met + 1) / (decided + 2)
    word = words.word(share)
    rule = Reckoning(
        (
            f"Likelihood here is a share of what came before and nothing else: of {count(decided, 'expectation')} "
            f"decided in this scope {met} were met, and by Laplace's rule of succession ({met} + 1) / ({decided} + 2) "
            f"= {share:.0%}. The words are those of {words.source}: {scale}. They are used in this sense in this place "
            "only; words in quotation marks are their authors'.",
        )
    )
    what = "one still pending" if tally[Fate.PENDING] else "the next one"
    return line(
        f"On this record, that {what} is met is ",
        Run(word.word, style="strong"),
        cited(f" ({word.start}–{word.end}%)", rule),
        ".",
    )


def _row(one: Expectation, sources: Sources) -> tuple[Line, ...]:
    claim, source = one.entry.claim, sources[one.entry]
    days = (
        line(cited(wording.days(claim.period), source))
        if claim.period is not None
        else line(Run("no day given", style="soft"))
    )
    return (
        line(named(voice_name(one.origin.voice), source)),
        line(cited(said(claim).removesuffix(", expected"), source)),
        days,
        line(Run(str(one.fate), (), "strong"), *_decided(one, sources)),
    )


def _decided(one: Expectation, sources: Sources) -> Line:
    """By whose words it was decided, and what of it was reached."""
    open_ended = one.fate in (Fate.PENDING, Fate.MISSED)
    if not one.deciding or (open_ended and not one.reached):
        return ()
    entry = one.deciding[0]
    source = sources[entry]
    near = "nearest " if open_ended else ""
    told = cited(f"{near}{voice_name(voice(entry))}, {published(entry.document)}: {said(entry.claim)}", source)
    counted = figure(one.reached or 0)
    whole = one.reached is None or entry.claim.quantity is None or counted in numbers(said(entry.claim))
    if whole or one.fate in (Fate.DENIED, Fate.SUPERSEDED):
        return line(": ", told)
    why = Reckoning(
        (
            f"Counted as {counted} towards what was expected: a total told later counts by what it has grown since "
            "the expectation was voiced, where that was on top of those already told of.",
            source,
        )
    )
    return line(": ", told, ", ", cited(f"counted as {counted}", why))
