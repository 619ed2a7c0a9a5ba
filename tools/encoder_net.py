"""The encoder and the layers over it as they are trained; `train_encoder.py` writes what `musterbook.reading` runs."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from tools.stretches import Asked, Stretch
from torch import Tensor, nn
from torch.nn import functional

from musterbook.evaluation.alignment import AGAIN, UNCUED
from musterbook.reading.encoder import WIDTH
from musterbook.reading.opinions import KINDS, LOOKS, MARKS
from musterbook.reading.signs import PARTIES, SIGNS

HEADS, INNER, DEPTH = 12, 1536, 6
HIDDEN = 192
"""Numbers in the vector of a figure or draft."""
ROUNDS = 2
DROPPED = 0.1
"""Share of a layer's numbers that are left out at random while it learns."""
FIGURE, TOLD = -1, -2
OF_FIGURES = frozenset({"figure", "kind", "also"})
OF_SENTENCES = frozenset({"document", UNCUED})
NAMED = ("side", "counterpart", "voice", "place", "time")
"""Decisions among candidates that are named in the text."""
ALONE = ("side", "counterpart", "voice")
"""Decisions among candidates of which one or none is right."""
PARTY_SEED, PARTY_LENGTH = 1, 0.3
"""Where the chance begins that makes the signs of sides unlike, and their length: signs learnt are some 0.4 long."""
UNCUED_SHARE = 0.3
"""How much a sentence's kinds count beside another decision."""
LAYERS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "last": "output.LayerNorm",
}
"""Our name of each layer, and the name in the file of the published weights."""


class Spot(NamedTuple):
    """What decisions hang on: a window, the rows of its words, and the draft's kind, or `FIGURE` or `TOLD`."""

    stretch: int
    words: tuple[int, int, int]
    sort: int


def spot_of(asked: tuple[int, Asked]) -> Spot:
    row, each = asked
    return Spot(row, each.words, TOLD if each.decision in OF_SENTENCES else each.kind)


class Encoder(nn.Module):
    """A BERT encoder of six layers from the published weights; the table of pieces stays as it is."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        found = load_file(str(weights))
        self.words = nn.Embedding.from_pretrained(found["embeddings.word_embeddings.weight"].clone(), freeze=True)
        place = found["embeddings.position_embeddings.weight"] + found["embeddings.token_type_embeddings.weight"][0]
        self.register_buffer("places", place.clone())
        self.signs = nn.Parameter(signs_at_first())
        self.norm = norm(found["embeddings.LayerNorm.weight"], found["embeddings.LayerNorm.bias"])
        self.drop = nn.Dropout(DROPPED)
        self.layers = nn.ModuleList()
        for depth in range(DEPTH):
            layer = nn.ModuleDict()
            for name, published in LAYERS.items():
                weight = found[f"encoder.layer.{depth}.{published}.weight"]
                bias = found[f"encoder.layer.{depth}.{published}.bias"]
                layer[name] = norm(weight, bias) if weight.dim() == 1 else linear(weight, bias)
            self.layers.append(layer)

    def forward(self, words: Tensor, held: Tensor | None = None) -> Tensor:
        """Vectors of pieces, shape (stretches, pieces, WIDTH); `held` is true where a stretch has a piece."""
        count, length = words.shape[:2]
        x = self.drop(self.norm(words + self.places[:length]))
        mask = None if held is None else held[:, None, None, :]
        for layer in self.layers:
            query, key, value = (
                layer[name](x).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)
                for name in ("query", "key", "value")
            )
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
            x = layer["norm"](x + self.drop(layer["out"](seen.transpose(1, 2).reshape(count, length, WIDTH))))
            x = layer["last"](x + self.drop(layer["narrow"](functional.gelu(layer["wide"](x)))))
        return x


def signs_at_first() -> Tensor:
    """The vectors of signs before anything is learnt: nought, but those of a document's sides differ by chance.

    What tells one side from another is that their signs are unlike; equal ones would have to grow apart first.
    """
    found = torch.zeros(len(SIGNS), WIDTH)
    chance = torch.Generator().manual_seed(PARTY_SEED)
    first = SIGNS.index(PARTIES[0])
    found[first:] = torch.randn(len(PARTIES), WIDTH, generator=chance) * PARTY_LENGTH / WIDTH**0.5
    return found


def norm(weight: Tensor, bias: Tensor) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDTH, eps=1e-12)
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


def linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


class Round(nn.Module):
    """One look of a draft over its window: attention to the vectors of the window, then a layer of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.key = nn.Linear(WIDTH, HIDDEN)
        self.value = nn.Linear(WIDTH, HIDDEN)
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN)
        self.wide = nn.Linear(HIDDEN, 2 * HIDDEN)
        self.narrow = nn.Linear(2 * HIDDEN, HIDDEN)
        self.last = nn.LayerNorm(HIDDEN)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, own: Tensor, vectors: Tensor, held: Tensor, stretch: Tensor) -> Tensor:
        """The vectors of drafts, shape (drafts, HIDDEN), once they have looked over the windows they stand in."""
        size, count = HIDDEN // LOOKS, len(vectors)
        keys, values = (layer(vectors).view(count, -1, LOOKS, size).transpose(1, 2) for layer in (self.key, self.value))
        rank = ranks(stretch)
        asked = own.new_zeros(count, int(rank.max()) + 1, HIDDEN).index_put((stretch, rank), self.query(own))
        query = asked.view(count, -1, LOOKS, size).transpose(1, 2)
        looked = functional.scaled_dot_product_attention(query, keys, values, attn_mask=held[:, None, None, :])
        seen = looked.transpose(1, 2).reshape(count, -1, HIDDEN)[stretch, rank]
        own = self.norm(own + self.drop(self.out(seen)))
        found: Tensor = self.last(own + self.drop(self.narrow(functional.gelu(self.wide(own), approximate="tanh"))))
        return found


def ranks(stretch: Tensor) -> Tensor:
    """Of drafts in any order, which one each is among those of its stretch, from 0."""
    order = torch.argsort(stretch, stable=True)
    firsts = torch.cumsum(torch.bincount(stretch), 0) - torch.bincount(stretch)
    found = torch.empty_like(stretch)
    found[order] = torch.arange(len(stretch)) - firsts[stretch[order]]
    return found


class Opinions(nn.Module):
    """The layers over the vectors; names are those of `musterbook.reading.opinions`."""

    def __init__(self, classes: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.classes = classes
        self.drop = nn.Dropout(DROPPED)
        self.figure = nn.Linear(3 * WIDTH, HIDDEN)
        self.fig_out = nn.Linear(HIDDEN, 1 + 2 * len(KINDS))
        self.told = nn.Linear(3 * WIDTH, HIDDEN)
        self.told_out = nn.Linear(HIDDEN, len(KINDS))
        self.draft = nn.Linear(3 * WIDTH, HIDDEN)
        self.kind = nn.Embedding(len(KINDS), HIDDEN)
        self.rounds = nn.ModuleList(Round() for _ in range(ROUNDS))
        self.alone = nn.ModuleDict({name: nn.Linear(HIDDEN, self.size(name)) for name in classes if name not in NAMED})
        self.mark = nn.ModuleDict({name: nn.Linear(WIDTH, HIDDEN) for name in NAMED})
        self.mix = nn.ModuleDict({name: nn.Linear(2 * HIDDEN, HIDDEN) for name in NAMED})
        self.pair = nn.ModuleDict({name: nn.Linear(HIDDEN, self.size(name)) for name in NAMED})
        self.none = nn.ParameterDict({name: nn.Parameter(torch.zeros(1)) for name in ALONE})

    def size(self, name: str) -> int:
        return len(self.classes[name])

    def forward(self, vectors: Tensor, stretches: list[Stretch]) -> list[tuple[str, Tensor, list[Asked]]]:
        """For every decision among the stretches, the scores of each time it is asked."""
        asked: dict[str, list[tuple[int, Asked]]] = defaultdict(list)
        for row, stretch in enumerate(stretches):
            for each in stretch.asked:
                asked["figure" if each.decision in OF_FIGURES else each.decision].append((row, each))
        spots = {spot: number for number, spot in enumerate(dict.fromkeys(map(spot_of, chain(*asked.values()))))}
        looked = self._looked(list(spots), vectors, stretches)
        found = []
        for name, rows in asked.items():
            own = looked[[spots[spot_of(each)] for each in rows]]
            if name == "figure":
                scores = self.fig_out(own)
            elif name == UNCUED:
                scores = self.told_out(own)
            else:
                scores = self._named(name, vectors, rows, own) if name in NAMED else self.alone[name](own)
            found.append((name, scores, [each for _, each in rows]))
        return found

    def _looked(self, spots: list[Spot], vectors: Tensor, stretches: list[Stretch]) -> Tensor:
        """The vectors of what decisions hang on, shape (spots, HIDDEN)."""
        if not spots:
            return torch.zeros(0, HIDDEN)
        sorts = torch.tensor([spot.sort for spot in spots])
        stretch = torch.tensor([spot.stretch for spot in spots])
        words = vectors[stretch[:, None], torch.tensor([spot.words for spot in spots])].reshape(len(spots), -1)
        own = torch.zeros(len(spots), HIDDEN)
        for sort, layer in ((FIGURE, self.figure), (TOLD, self.told)):
            own = torch.where((sorts == sort)[:, None], layer(words), own)
        of_kind = self.draft(words) + self.kind(sorts.clamp(min=0))
        own = torch.where((sorts >= 0)[:, None], of_kind, own)
        own = functional.gelu(own, approximate="tanh")
        held = torch.zeros(vectors.shape[:2], dtype=torch.bool)
        for row, each in enumerate(stretches):
            held[row, : len(each.pieces)] = True
        for layer in self.rounds:
            own = layer(own, vectors, held, stretch)
        return self.drop(own)

    def _named(self, name: str, vectors: Tensor, asked: list[tuple[int, Asked]], drafts: Tensor) -> Tensor:
        """Of each candidate the joint score (log-sum-exp) of the places where it is named."""
        count, size = len(asked), self.size(name)
        pairs = [(number, row, place) for number, (row, each) in enumerate(asked) for place in each.named[:MARKS]]
        scores = torch.zeros(count, size)
        if not pairs:
            return scores
        owner, stretch, place = (torch.tensor(column) for column in zip(*pairs, strict=True))
        mark, draft = self.mark[name](vectors[stretch, place]), drafts[owner]
        mixed = functional.gelu(self.mix[name](torch.cat([draft * mark, draft + mark], -1)), approximate="tanh")
        each = self.pair[name](self.drop(mixed)).float()
        spread = owner[:, None].expand(-1, size)
        most = torch.full((count, size), -1e9).scatter_reduce(0, spread, each.detach(), "amax")
        total = torch.zeros(count, size).index_add(0, owner, torch.exp(each - most[owner]))
        has = torch.bincount(owner, minlength=count) > 0
        return torch.where(has[:, None], most + torch.log(total + 1e-9), scores)

    def arrays(self) -> dict[str, np.ndarray]:
        """The layers as `musterbook.reading.opinions` reads them: weights of shape (in, out)."""
        found: dict[str, np.ndarray] = {}
        for name, value in self.state_dict().items():
            array = value.detach().float().numpy()
            turned = array.ndim == 2 and name != "kind.weight"
            found[name.removeprefix("alone.")] = array.T if turned else array
        return found


def loss(opinions: Opinions, scored: list[tuple[str, Tensor, list[Asked]]]) -> Tensor:
    """How wrong the scores are beside the judges': summed over the decisions."""
    total = torch.zeros(())
    for name, raw, asked in scored:
        scores = raw.float() + priors(asked, raw.shape[1])
        if name == "figure":
            total = total + _figures(scores, asked)
        elif name == UNCUED:
            total = total + UNCUED_SHARE * _sentences(scores, asked)
        elif name in ALONE:
            total = total + _choices(scores[:, 0], asked, opinions.none[name])
        elif opinions.classes[name] == ("yes",):
            right = torch.tensor([float(each.labels[0] == "yes") for each in asked])
            total = total + functional.binary_cross_entropy_with_logits(scores[:, 0], right, reduction="sum")
        else:
            right = torch.tensor([opinions.classes[name].index(each.labels[0]) for each in asked])
            total = total + functional.cross_entropy(scores, right, reduction="sum")
    return total


def priors(asked: list[Asked], size: int) -> Tensor:
    """What the judges say already: the encoder learns to add to it."""
    return torch.tensor([each.prior or (0.0,) * size for each in asked])


def _figures(scores: Tensor, asked: list[Asked]) -> Tensor:
    size = len(KINDS)
    total = torch.zeros(())
    for name in ("figure", "kind", "also"):
        chosen = [i for i, each in enumerate(asked) if each.decision == name]
        if not chosen:
            continue
        labels = [asked[i].labels for i in chosen]
        if name == "figure":
            right = torch.tensor([float(each[0] == "yes") for each in labels])
            total = total + functional.binary_cross_entropy_with_logits(scores[chosen, 0], right, reduction="sum")
        elif name == "kind":
            first = torch.tensor([[str(k) for k in KINDS].index(each[0]) for each in labels])
            total = total + functional.cross_entropy(scores[chosen, 1 : 1 + size], first, reduction="sum")
        else:
            several = torch.tensor([[float(str(kind) in each) for kind in KINDS] for each in labels])
            own = functional.binary_cross_entropy_with_logits(scores[chosen, 1 + size :], several, reduction="sum")
            total = total + 0.3 * own
    return total


def _sentences(scores: Tensor, asked: list[Asked]) -> Tensor:
    """How wrong the kinds of each sentence are; those it claims only once more are left out."""
    made = torch.tensor([[float(str(kind) in each.labels) for kind in KINDS] for each in asked])
    seen = torch.tensor([[float(AGAIN + str(kind) not in each.labels) for kind in KINDS] for each in asked])
    return (functional.binary_cross_entropy_with_logits(scores, made, reduction="none") * seen).sum()


def _choices(scores: Tensor, asked: list[Asked], none: Tensor) -> Tensor:
    """Candidates of one choice share what is left beside none; a choice that cannot be made here is left out."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, each in enumerate(asked):
        groups[each.key[0], each.group].append(place)
    total = torch.zeros(())
    for candidates in groups.values():
        if any(asked[place].labels[0] == "yes" and not asked[place].named for place in candidates):
            continue
        places = [place for place in candidates if asked[place].named]
        right = [float(asked[place].labels[0] == "yes") for place in places]
        target = torch.tensor([*right, float(not any(right))])
        shares = functional.log_softmax(torch.cat([scores[places], none]), 0)
        total = total - (target / target.sum() * shares).sum()
    return total
