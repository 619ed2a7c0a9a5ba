"""Texts that are one speaker's: statements, letters, speeches, and transcripts with their speakers' labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.model import Document
from musterbook.reading import institutions, statement_broadcasts, statement_interviews
from musterbook.reading.parsing import MARK
from musterbook.reading.statement_labels import Label, label_lines
from musterbook.reading.statement_sources import Source, without_titles

SIGNATURE = re.compile(r"(?:^|\n)(?P<name>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’,-]*){1,4})\s*$")
DOTTED = re.compile(
    r"^\s*(?P<name>(?:(?:MR|MS|MRS|DR|GEN|SEC|ADM|COL|AMB)\.?|SECRETARY|GENERAL|ADMIRAL) [A-Z][A-Z'’ -]+)\.\s"
)
NAME_ENDS = re.compile(
    r"['’]s?\s|\s+(?:on|at|to|in|for|before|about|regarding|after|during|following|aboard|as|upon|with|concerning"
    r"|[a-z]+ing|and (?:on|at))\s|[(:;–—,\n]|\s[-–—]{1,2}\s|$",
    re.I,
)
BRACKETED = re.compile(r"\s*(?:The\s)?(?P<office>[A-ZÀ-Þ][^():\n]{3,90})\s\((?P<name>[A-ZÀ-Þ][^()\n]{2,40})\):\s")
APPOSED = re.compile(r"(?:the\s)?[A-ZÀ-Þ][\w ’'-]{2,50},\s(?P<name>[A-ZÀ-Þ][\w.]*\s[A-ZÀ-Þ][\w.’' -]+)(?=,|$)")
"""A name set after an office between commas: "the Commander, Brigadier Ada Cole, on ..."."""
NUMBERED = re.compile(r"\b(?:I|my|me|we|our)\b")
SIGNED = re.compile(r"\[SIGNED\]\s+(?:THE\s)?(?P<name>[^\W\d_][^\n,;\[\]]{2,80})", re.I)
DATELINE = re.compile(r"(?:[^\n]{3,90}?\s(?:--|[-–—])\s+)?(?:\[[^\[\]\n]*\]\s*)*")
"""The dateline and the brackets behind it, before the first words of a body."""
HEAD = 400
"""Characters of a body in which a bracket can name the speaker of all that follows."""

HOST = Source(0, 1, "", "media", "", (0, 1), own=True)
"""Stands for the outlet's own people among the turns."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch [start, end) of the content that one speaker says; without a source where the asker is unnamed."""

    start: int
    end: int
    source: Source | None
    whole: bool
    """The speaker is the author of the document, not one of several labelled."""


def speeches(document: Document) -> tuple[Speech, ...]:
    """Who says what in a document that is speech: labelled turns, else the one author named in title or signature."""
    content = document.content
    body = len(document.title) + 1
    author = (
        _signed(content, body)
        or _marked(content, body)
        or _titled(document.title)
        or _bracketed(content, body)
        or _issued(content, body)
    )
    monitored = statement_broadcasts.turns(content, body, author)
    if monitored:
        return tuple(Speech(turn.start, turn.end, turn.source, False) for turn in monitored)
    turns = _turns(content, body, author, document.outlet or "")
    if turns:
        return turns
    if author is not None:
        return (Speech(body, len(content), author, True),)
    return ()


def _turns(content: str, body: int, author: Source | None, outlet: str) -> tuple[Speech, ...]:
    """Labelled turns, each up to the next label; questions without a named asker are turns of nobody."""
    asking, answering = _labels()
    talk = statement_interviews.interview(content, body, re.compile(f"{asking.pattern}|{answering.pattern}"))
    author = author or talk.answers
    opened: list[tuple[int, Source | None]] = []
    labels = {label.start: label for label in label_lines(content, bare=True) if label.start >= body}
    asked = 0
    for line in re.finditer(r"[^\n]+", content[body:]):
        start = body + line.start()
        label, name = _label_of_line(labels, start, line.group()), talk.named(line.group())
        if asking.match(line.group()):
            opened.append((start, None))
            asked += 1
        elif answering.match(line.group()):
            opened.append((start, author or _addressed(content, body, start)))
            asked += 1
        elif (label is None or label.source.sort == "media") and talk.asks(line.group(), outlet):
            opened.append((start, None))
            asked += 1
        elif label is None and talk.answers is not None and opened and opened[-1][1] is None:
            opened.append((start, talk.answers))
        elif label is not None and label.source.own:
            opened.append((start, HOST))
        elif label is not None:
            opened.append((start, _introduced(label.source, content[:body])))
        elif name is not None:
            opened.append((start, _person(start + line.group().index(name), name, content[:body])))
        elif dotted := DOTTED.match(line.group()):
            opened.append((start, _person(start + dotted.start("name"), dotted["name"], content[:body])))
    opened = _speaking(opened)
    named = [source for _, source in opened if source is not None and source is not HOST]
    alone = len(named) == 1 and _stands_alone(content, opened)
    if not named or (len(opened) < 2 and not alone):
        return ()
    if asked == 0 and not alone and not _is_transcript(content, body, opened):
        return ()
    ends = [start for start, _ in opened[1:]] + [len(content)]
    turns = zip(opened, ends, strict=True)
    return tuple(Speech(start, end, source, False) for (start, source), end in turns if source is not HOST)


def _person(start: int, name: str, title: str) -> Source:
    """The person a label names at its place in the content, by the fuller name of the title where it has one."""
    moved, bare = without_titles(start, name)
    head = bare.lower() if bare.isupper() else bare.split()[-1].lower()
    return _introduced(Source(moved, moved + len(bare), bare, "person", head, (start, moved + len(bare))), title)


@lru_cache(maxsize=1)
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The labels in capitals of questions and of answers."""
    book = reporting().broadcasts
    asking, answering = ("|".join(sorted(map(str.upper, words))) for words in (book.asking, book.answering))
    return re.compile(rf"^\s*(?:{asking})\b[.:]?(?=\s)"), re.compile(rf"^\s*(?:{answering})[.:]\s")


def _speaking(opened: Sequence[tuple[int, Source | None]]) -> list[tuple[int, Source | None]]:
    """Turns of those who can speak: offices, roles, and names that come back; a lone heading in capitals is none."""
    counts = Counter(source.text for _, source in opened if source is not None)
    kept: list[tuple[int, Source | None]] = []
    for start, source in opened:
        if source is None or source is HOST:
            kept.append((start, source))
            continue
        known = sources().standings.get(source.head) in ("person", "office", "media") or source.text.startswith("@")
        titled = source.phrase[1] - source.phrase[0] > source.end - source.start
        place = institutions.is_side(source.text) or source.head in reporting().nouns.lemmas
        if known or ((titled or counts[source.text] > 1) and not place):
            kept.append((start, source))
    return kept


def _introduced(source: Source, title: str) -> Source:
    """The fuller name that the title gives for a label: "KIRBY" is the title's "John Kirby"."""
    if sources().standings.get(source.head) is not None:
        return source
    match = re.search(rf"(?P<name>[A-Z][\w.'’-]+ (?:[A-Z][\w.'’-]+ )?){re.escape(source.text)}\b", title, re.I)
    if match is None:
        return source
    moved, bare = without_titles(match.start(), match.group())
    return Source(moved, moved + len(bare), bare, "person", source.head, (moved, moved + len(bare)))


def _label_of_line(labels: dict[int, Label], start: int, line: str) -> Label | None:
    indent = len(line) - len(line.lstrip())
    return next((labels[start + indent + skip] for skip in range(4) if start + indent + skip in labels), None)


def _stands_alone(content: str, opened: Sequence[tuple[int, Source | None]]) -> bool:
    """Whether a lone label opens the body in capitals: a transcript of one speaker."""
    start, source = opened[0]
    return source is not None and content.find("\n") >= start - 3 and source.text.isupper() and len(source.text) > 3


def _is_transcript(content: str, body: int, opened: Sequence[tuple[int, Source | None]]) -> bool:
    """Whether labels lead the text: a third of the lines have one, and they are in capitals or recur."""
    lines = content[body:].count("\n") + 1
    names = [source.text for _, source in opened if source is not None]
    capitals = sum(name.isupper() for name in names)
    return len(opened) * 3 >= lines and (capitals * 2 >= len(names) or len(set(names)) < len(names))


def _addressed(content: str, body: int, before: int) -> Source | None:
    """The person a question addresses: "Q: General, how many ...?"."""
    question = content[body:before]
    asked = r"(?:^|\n)\s*Q(?:UESTION)?[.:]\s+(?:(?:Mr|Mrs|Ms)\.? )?(?P<name>[A-Z]\w+(?: [A-Z]\w+)?),"
    found = list(re.finditer(asked, question))
    if not found:
        return None
    match = found[-1]
    start = body + match.start("name")
    return Source(start, start + len(match["name"]), match["name"], "person", match["name"].lower(), (start, start))


@lru_cache(maxsize=1)
def _heading() -> re.Pattern[str]:
    headings = reporting().headings
    nouns = "|".join(sorted(map(re.escape, headings.nouns), key=len, reverse=True))
    before = "|".join((*headings.prepositions, *map(re.escape, headings.issued)))
    number = r"(?:\s+(?:no\.?|number|#)\s*[\d,./]*\d)?"
    return re.compile(rf"\b(?:{nouns}){number}\s+(?:{before})\s+(?:the\s+)?(?P<name>[A-ZÀ-Þ].*)", re.I)


@lru_cache(maxsize=1)
def _owned_heading() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, reporting().headings.nouns), key=len, reverse=True))
    return re.compile(rf"^(?:the\s+)?(?P<name>[A-ZÀ-Þ][\w .’'-]*?)['’]s?\s+(?:\w+ )?(?:{nouns})\b", re.I)


@lru_cache(maxsize=1)
def _led_heading() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, reporting().headings.nouns), key=len, reverse=True))
    return re.compile(rf"^(?:the\s+)?(?P<name>[A-ZÀ-Þ][^:\n]{{2,60}}):\s+(?:\w+\s)?(?:{nouns})\b", re.I)


def _titles(name: str) -> bool:
    """Whether a name begins with a title or rank: "Colonel Ada Cole"."""
    return name.split(maxsplit=1)[0].rstrip(".").lower() in sources().titles.words


def _held(title: str) -> re.Match[str] | None:
    """The titled person whom a heading names after its colon: "Evening briefing, 9 October: Colonel Ada Cole"."""
    nouns = "|".join(sorted(map(re.escape, reporting().headings.nouns), key=len, reverse=True))
    match = re.search(rf"\b(?:{nouns})\b[^:\n]{{0,40}}:\s+(?P<name>[A-ZÀ-Þ](?:(?!\sof\s).)*)", title, re.I)
    return match if match is not None and _titles(match["name"]) else None


def _titled(title: str) -> Source | None:
    """The author a title names: "Statement by X on ...", "Remarks by X", "General Staff: Communiqué No. 9"."""
    led = _led_heading().search(title)
    known = led is not None and sources().standings.get(led["name"].split()[-1].lower()) == "office"
    match = _heading().search(title) or _owned_heading().search(title) or (led if known else _held(title))
    return _headed(title, match) if match is not None else None


def _marked(content: str, body: int) -> Source | None:
    """The author named by a bracket at the head of a monitored broadcast: "[SPEECH BY PRESIDENT ADA COLE; LIVE]"."""
    for mark in MARK.finditer(content, body, min(len(content), body + HEAD)):
        match = _heading().search(content, *mark.span("words"))
        if match is not None:
            return _headed(content, match)
    return None


def _headed(text: str, match: re.Match[str]) -> Source | None:
    """The author a heading names at its group `name`."""
    apposed = APPOSED.match(text, match.start("name"))
    start = match.start("name") if apposed is None or not _titles(apposed["name"]) else apposed.start("name")
    rest = text[start : match.end("name")]
    end = NAME_ENDS.search(rest)
    name = rest[: end.start()] if end is not None else rest
    name = name.strip()
    words = name.split()
    alone = len(words) == 1 and sources().standings.get(words[0].lower()) is None and not institutions.kind_of(name)
    if not words or alone or len(words) > 9 or not (words[-1][0].isupper() or words[0][0].isupper()):
        return None
    last = words[-1].lower()
    standing = sources().standings.get(last)
    if standing is None and institutions.kind_of(name) is not None and not _titles(name):
        standing = "office"
    if standing in ("office", "media"):
        return Source(start, start + len(name), name, standing, last, (start, start + len(name)))
    moved, bare = (start, name) if standing is not None else without_titles(start, name)
    return Source(moved, moved + len(bare), bare, "person", last, (start, start + len(name)))


@lru_cache(maxsize=1)
def _issuing() -> re.Pattern[str]:
    headings = reporting().headings
    by, informs = ("|".join(map(re.escape, words)) for words in (headings.issued, headings.informing))
    name = r"(?:the\s+)?(?P<{0}>[A-ZÀ-Þ][^.,;:\n]{{2,80}}?)"
    follows = "|".join(map(re.escape, headings.following))
    return re.compile(
        rf"\s*(?:(?:[A-Z]\S{{0,30}}\s){{0,4}}?(?:{by})\s+{name.format('by')}(?=\s*[.,;(\n])"
        rf"|{name.format('self')}\s+(?:(?:{informs})[.:]|(?:\w+\s)?(?:{informs})\s[^.\n]{{0,90}}?(?:{follows})\s*:))",
        re.I,
    )


def _issued(content: str, body: int) -> Source | None:
    """The institution that a first line says gives the document out, or that signs it in brackets."""
    opening = DATELINE.match(content, body)
    match = _issuing().match(content, body) or _issuing().match(content, opening.end() if opening else body)
    match = match or SIGNED.search(content, body)
    group = next((name for name, words in match.groupdict().items() if words), None) if match is not None else None
    if match is None or group is None:
        return None
    start, name = match.start(group), match[group]
    own = re.split(r"\s(?:of|for)\s", name, maxsplit=1, flags=re.I)[0].split()
    standings = [sources().standings.get(word.lower()) for word in own]
    if standings[-1] != "office" or ("media" in standings and standings.count("office") == 1):
        return None
    return Source(start, match.end(group), name, "office", name.split()[-1].lower(), match.span(group))


def _bracketed(content: str, body: int) -> Source | None:
    """The minister whose statement to a parliament it is: "The Minister of State (Ms Ada Cole): I wish to ..."."""
    match = BRACKETED.match(content, body)
    if match is None or not any(sources().standings.get(w.lower()) == "person" for w in match["office"].split()):
        return None
    start, name = without_titles(match.start("name"), match["name"].strip())
    return Source(start, start + len(name), name, "person", name.split()[-1].lower(), match.span("name"))


def _signed(content: str, body: int) -> Source | None:
    """The name under a letter in the first person."""
    text = content.rstrip()
    match = SIGNATURE.search(text, max(body, len(text) - 160))
    if match is None:
        return None
    name = match["name"].strip().rstrip(",")
    above = text[body : match.start()].rstrip().rstrip(",.").lower()
    closing = any(above.endswith(word) for word in reporting().headings.closings)
    capitals = name.isupper() and len(name.split()) >= 2
    if not (closing or (capitals and len(NUMBERED.findall(text[body:])) >= 1)):
        return None
    start = match.start("name")
    return Source(start, start + len(name), name, "person", name.split()[-1].lower(), (start, start + len(name)))
