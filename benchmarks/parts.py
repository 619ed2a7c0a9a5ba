"""Each part of the reader on its own sentences: python benchmarks/parts.py [PART …] [--errors] [--judging].

The sentences stand in `benchmarks/parts/*.jsonl`, with spans (characters) and values; spans marked `optional` are
neither asked for nor held against the part. A third of them (`judging`) is kept out of view while rules are made:
`--errors` never prints those.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

from musterbook.reading import places, quantities, statements, times

SENTENCES = Path(__file__).parent / "parts"
CALENDAR = re.compile(r"\d{2,3}|\d{4}|\d{4}-(\d\d|Q\d|H\d|W\d\d(-WE)?|SP|SU|FA|WI)|\d{4}-\d\d-\d\d(T\w+)?")
"""TIMEX3 values from centuries and decades down to days and parts of the day; no durations, no sets, no "now"."""
Span = tuple[int, int]
Record = dict[str, Any]


@dataclass
class Tally:
    """What was asked, what was given and what was right, under each measure, and where they differ."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, measure: str, right: int, asked: int, given: int) -> None:
        """Count one sentence, or one span, under a measure."""
        self.right[measure] += right
        self.asked[measure] += asked
        self.given[measure] += given

    def lines(self) -> Iterable[str]:
        """Precision, recall and F1 of every measure."""
        for measure, asked in self.asked.items():
            right, given = self.right[measure], self.given[measure]
            precision, recall = right / (given or 1), right / (asked or 1)
            f1 = 2 * right / ((asked + given) or 1)
            yield f"  {measure:<28} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} of {asked})"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("parts", nargs="*", default=list(SCORERS), metavar="PART", help=", ".join(SCORERS))
    options.add_argument(
        "--errors", action="store_true", help="print what was read otherwise (never a judging sentence)"
    )
    options.add_argument("--judging", action="store_true", help="only the sentences kept for judging")
    chosen = options.parse_args()
    for part in chosen.parts:
        lines = (SENTENCES / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
        records: list[Record] = [json.loads(line) for line in lines]
        wanted = [record for record in records if record["judging"] or not chosen.judging]
        tally = Tally()
        for record in wanted:
            before = len(tally.errors)
            SCORERS[part](record, tally)
            if record["judging"]:
                del tally.errors[before:]
        print(f"{part}: {len(wanted)} sentences")
        print("\n".join(tally.lines()))
        if chosen.errors:
            print("\n".join(tally.errors))


def overlapping(span: Span, other: Span) -> bool:
    """Whether two half-open stretches share a character."""
    return span[0] < other[1] and other[0] < span[1]


def paired(gold: Sequence[Record], spans: Sequence[Span]) -> list[tuple[Record | None, int | None]]:
    """Gold and found stretches that overlap, each once; the ones left over beside None, optional ones left out."""
    free = list(range(len(spans)))
    pairs: list[tuple[Record | None, int | None]] = []
    for item in gold:
        at = next((n for n in free if overlapping(spans[n], (item["start"], item["end"]))), None)
        if at is not None:
            free.remove(at)
        if not item.get("optional"):
            pairs.append((item, at))
    optional = [(item["start"], item["end"]) for item in gold if item.get("optional")]
    pairs += [(None, n) for n in free if not any(overlapping(spans[n], span) for span in optional)]
    return pairs


def score_quantities(record: Record, tally: Tally) -> None:
    """The value, and the value with its bound, of every quantity."""
    found = quantities.find(record["text"])
    for item, at in paired(record["quantities"], [(q.number_start, q.number_end) for q in found]):
        quantity = found[at] if at is not None else None
        value = bounded = False
        if item and quantity:
            low = quantity.low if quantity.low is not None else quantity.high
            high = quantity.high if quantity.high is not None else quantity.low
            value = _same(low, item["low"]) and _same(high, item["high"])
            bounded = value and quantity.bound == item["bound"]
        tally.add("value", value, bool(item), bool(quantity))
        tally.add("value with bound", bounded, bool(item), bool(quantity))
        if not bounded:
            wanted = (
                item and f"{record['text'][item['start'] : item['end']]}={item['low']}..{item['high']} {item['bound']}"
            )
            got = quantity and f"{quantity.text}={quantity.low}..{quantity.high} {quantity.bound} {quantity.unit_class}"
            tally.errors.append(f"    {wanted} | {got} | {record['text']}")


def _same(left: float | None, right: float) -> bool:
    return left is not None and isclose(left, right, rel_tol=0.005)


def score_times(record: Record, tally: Tally) -> None:
    """The TIMEX3 value of every time; of those on the calendar apart; a joined time counts by its two ends."""
    joined = times.find(record["text"], date.fromisoformat(record["published"]))
    found = [part for time in joined for part in (time.parts or (time,))]
    for item, at in paired(record["times"], [(t.core_start, t.core_end) for t in found]):
        wanted = item["value"] if item else None
        got = found[at].value if at is not None else None
        right = wanted is not None and wanted == got
        tally.add("value", right, bool(item), at is not None)
        calendar = [value is not None and CALENDAR.fullmatch(value) is not None for value in (wanted, got)]
        tally.add("value, on the calendar", right and calendar[0], calendar[0], calendar[1])
        tally.add("found", bool(item) and at is not None, bool(item), at is not None)
        if not right:
            words = [
                record["text"][item["start"] : item["end"]] if item else "",
                found[at].text if at is not None else "",
            ]
            tally.errors.append(f"    {words[0]}={wanted} | {words[1]}={got} | {record['published']} {record['text']}")


def score_places(record: Record, tally: Tally) -> None:
    """Whether countries, regions and towns are found, and resolved to the right country and first-level region.

    What has no code (seas, rivers, areas larger than a country) is not counted.
    """
    found = [place for place in places.find(record["text"]) if place.code]
    for item, at in paired(record["places"], [(p.start, p.end) for p in found]):
        code = item["code"] if item else None
        place = found[at] if at is not None else None
        got = (place.codes or (place.country,)) if place else ()
        country = code is not None and code[:2] in {c[:2] for c in got if c}
        region = country and code is not None and ("-" not in code or code in {c.split("/")[0] for c in got if c})
        tally.add("found", bool(item and place), bool(item), bool(place))
        tally.add("found, country right", country, bool(item), bool(place))
        tally.add("found, region right", region, bool(item), bool(place))
        if not region:
            words = record["text"][item["start"] : item["end"]] if item else None
            tally.errors.append(f"    {words}={code} | {place and place.text}={got} | {record['text']}")


def score_statements(record: Record, tally: Tally) -> None:
    """Whether cues are found; and of those found, whether the source is: half of the shorter span shared."""
    text = record["text"]
    found = [s for s in statements.find(text) if s.cue is not None]
    gold: list[Record] = [{"start": s["cue"][0], "end": s["cue"][1], **s} for s in record["statements"]]
    gold += [{"start": start, "end": end, "optional": True} for start, end in record["optional"]]
    for item, at in paired(gold, [s.cue or (0, 0) for s in found]):
        statement = found[at] if at is not None else None
        tally.add("cue found", bool(item and statement), bool(item), bool(statement))
        wanted = tuple(item["source"]) if item and item["source"] else None
        source = statement.source if statement else None
        got = (source.start, source.end) if source else None
        right = wanted == got if wanted is None or got is None else _shared(wanted, got)
        if item and statement:
            tally.add("source right, of those found", right, 1, 1)
        if not (item and statement and right):
            cues = [text[item["start"] : item["end"]] if item else None, statement and statement.lemma]
            sources = [text[wanted[0] : wanted[1]] if wanted else None, source and source.text]
            tally.errors.append(f"    {cues[0]}/{sources[0]} | {cues[1]}/{sources[1]} | {text}")


def _shared(span: Span, other: Span) -> bool:
    common = min(span[1], other[1]) - max(span[0], other[0])
    return 2 * common >= min(span[1] - span[0], other[1] - other[0])


SCORERS: dict[str, Callable[[Record, Tally], None]] = {
    "quantities": score_quantities,
    "places": score_places,
    "times": score_times,
    "statements": score_statements,
}

if __name__ == "__main__":
    main()
