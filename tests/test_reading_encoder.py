"""The encoder and what is made of it: pieces of words, windows, opinions, and the panel that joins them."""

from __future__ import annotations

import numpy as np
import pytest

from musterbook.model import Document, Kind
from musterbook.reading.attribution import Sources
from musterbook.reading.drafts import of_figure as draft_of
from musterbook.reading.encoder import BACK, LIMIT, MOST, OPENING, cut, encoder
from musterbook.reading.figures import figures
from musterbook.reading.judging import judges
from musterbook.reading.marked import Marked
from musterbook.reading.opinions import Opinions
from musterbook.reading.panel import ASKED, Panel
from musterbook.reading.reader import Reader, reader
from musterbook.reading.sides import sides
from musterbook.reading.signs import PARTIES, SIGNS, signs
from musterbook.reading.spots import of_draft, of_figure, of_sentence
from musterbook.reading.word_pieces import WordPieces, plain, word_pieces

SMALL = WordPieces({"[CLS]": 0, "[SEP]": 1, "[UNK]": 2, "troop": 3, "##s": 4, "-": 5, "cafe": 6})
ARTICLE = Document(
    title="Rebels lose ground",
    text="\n".join(
        f"On day {n} about {n + 20} rebels and {n + 5} soldiers were killed near the town, the army said."
        for n in range(1, 40)
    ),
)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("Troops", (3, 4)), ("troop-troops", (3, 5, 3, 4)), ("Café", (6,)), ("xyz", (2,)), ("", (2,)), ("t" * 300, (2,))],
)
def test_a_word_is_cut_into_the_longest_known_pieces(word: str, pieces: tuple[int, ...]) -> None:
    assert tuple(SMALL.cut(word)) == pieces


def test_the_packaged_pieces_cut_every_word() -> None:
    pieces = word_pieces()
    assert len(pieces.numbers) == 30_522
    assert [len(pieces.cut(word)) for word in ("soldiers", "Kursk", "Курськ", "한국")] == [1, 2, 6, 2] or all(
        pieces.cut(word) for word in ("soldiers", "Kursk", "Курськ", "한국")
    )
    assert plain("ÉLAN") == "elan"


@pytest.fixture(scope="module")
def marked() -> Marked:
    return reader().marked(ARTICLE, every=True)


@pytest.fixture(scope="module")
def sources(marked: Marked) -> Sources:
    return reader().attribution(marked)


def test_every_sentence_is_in_one_window_and_none_is_too_long(marked: Marked, sources: Sources) -> None:
    windows = list(cut(marked, sides(marked), sources, word_pieces()))
    assert len(windows) > 2
    assert [w.first for w in windows] == sorted(w.first for w in windows)
    for window, following in zip(windows, [*windows[1:], None], strict=True):
        assert len(window.pieces) <= min(MOST + 2, LIMIT + LIMIT // 3 + OPENING)
        end = following.first if following else len(ARTICLE.content)
        for sentence in marked.sentences:
            if window.first <= sentence.start < end:
                assert window.row(sentence.start) is not None
    before = [s for s in marked.sentences if s.start < windows[1].first]
    assert windows[1].row(before[-1].start) is not None, "the sentence before is context"
    assert windows[1].row(before[-BACK - 1].start) is None
    for window in windows:
        assert window.row(0) is not None, "the opening is in every window"


def test_only_the_windows_asked_for_are_encoded(marked: Marked, sources: Sources) -> None:
    encoded = encoder().encoded(marked, sides(marked), sources)
    window = encoded.window(marked.sentences[0].start)
    assert window is not None
    assert encoded.vectors(window).shape == (len(window.pieces), 384)
    assert [w.vectors is not None for w in encoded.windows].count(True) == 1


def test_equal_words_with_equal_signs_are_encoded_alike(marked: Marked, sources: Sources) -> None:
    first, second = (encoder().encoded(marked, sides(marked), sources).windows[0] for _ in range(2))
    alike, other = encoder().vectors(first.pieces, first.signs), encoder().vectors(second.pieces, second.signs)
    assert np.array_equal(alike, other)
    bare = encoder().vectors(first.pieces, [() for _ in first.pieces])
    assert not np.allclose(alike, bare), "signs count"


def test_the_opinions_have_a_score_for_every_class(marked: Marked, sources: Sources) -> None:
    opinions = Opinions(marked, sides(marked), sources)
    figure = next(iter(figures(marked)))
    kinds = opinions.of_figure(of_figure(figure))
    assert kinds is not None
    assert kinds.shape == (1 + 2 * len(Kind),)
    spot = of_draft(draft_of(figure, Kind.LOSS))
    for decision, classes in (("modality", 4), ("outcome", 8), ("basis", 3), ("category", 10), ("hedged", 1)):
        scores = opinions.of_draft(decision, spot)
        assert scores is not None
        assert scores.shape == (classes,)
    army = ARTICLE.content.index("the army")
    found = opinions.of_candidates("side", spot, [[army], [len(ARTICLE.content) - 3]])
    assert found is not None
    assert found[1, 0] == 0.0, "no opinion on a candidate that the window does not name"
    assert found[0, 0] != 0.0


def test_without_the_encoder_the_judges_decide_alone(marked: Marked, sources: Sources) -> None:
    alone, joined = Panel(judges()), Panel(judges(), Opinions(marked, sides(marked), sources))
    figure = next(iter(figures(marked)))
    shares, also = joined.kinds([], of_figure(figure))
    assert sum(shares.values()) == pytest.approx(1)
    assert set(shares) == set(also) == set(Kind)
    assert alone.kinds([], of_figure(figure)) != (shares, also)
    assert alone.candidates("side", [], of_draft(draft_of(figure, Kind.LOSS)), []) == []
    assert Reader(encoded=False).claims(marked)


def test_a_sentence_without_a_cue_can_make_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(title="Mali", text="Some men of the Malian army sleep in the school at Gao, soldiers said.")
    marked = reader().marked(document, every=True)
    monkeypatch.setattr(Panel, "document", lambda self, features, opening: 1.0)
    monkeypatch.setattr(Panel, "likely", lambda self, decision, features, spot: 0.0)
    for said in (0.0, 1.0):
        monkeypatch.setattr(Panel, "uncued", lambda self, spot, said=said: {str(Kind.PRESENCE): said})
        bare = [claim for claim in reader().claims(marked) if claim.kind is Kind.PRESENCE and not claim.quantity]
        assert bool(bare) is bool(said)
    assert not any(reason.slot == "kind" for reason in bare[0].why), "no cue is given as the reason"


def test_many_spots_at_once_are_looked_at_as_one_by_one(marked: Marked, sources: Sources) -> None:
    spots = [of_figure(figure) for figure in figures(marked)][:8]
    together, alone = Opinions(marked, sides(marked), sources), Opinions(marked, sides(marked), sources)
    together.foresee({"figure": spots})
    for spot in spots:
        one, other = together.of_figure(spot), alone.of_figure(spot)
        assert one is not None
        assert other is not None
        assert np.allclose(one, other, atol=1e-3)


def test_a_word_has_the_signs_of_what_was_found_there() -> None:
    text = "The ministry in Bamako said on 3 May that 400 Chadian soldiers of the Azawad Guard had entered Gao."
    marked = reader().marked(Document(title="Mali", text=text), every=True)
    found = {
        token.text: {SIGNS[number] for number in own}
        for words in signs(marked, sides(marked), reader().attribution(marked))
        for token, own in words
    }
    assert "count" in found["400"]
    assert {"side", "amod"} <= found["Chadian"]
    assert "time" in found["May"]
    assert "place" in found["Gao"]
    party = {word: own & set(PARTIES) for word, own in found.items()}
    assert party["Mali"] == party["Bamako"] == party["Gao"]
    assert party["Chadian"] and party["Azawad"] and not party["soldiers"]
    assert len({*party["Gao"], *party["Chadian"], *party["Azawad"]}) == 3
    assert "force" in found["soldiers"]
    assert "source" in found["ministry"]
    assert "said" in found["said"]
    assert "cue deployment" in found["entered"]
    assert not found["that"] & {"count", "side", "place", "time", "source"}


def test_the_encoder_is_asked_of_a_document_that_may_be_about_forces(marked: Marked, sources: Sources) -> None:
    opening = of_sentence(marked.sentences[0])
    joined, alone = Panel(judges(), Opinions(marked, sides(marked), sources)), Panel(judges())
    cases: tuple[list[str], ...] = (["cues=3"], [])
    for features in cases:
        sure = alone.document(features, opening)
        assert (joined.document(features, opening) != sure) == (sure >= ASKED)
    assert Opinions(marked, sides(marked), sources).of_document(opening) is not None
