"""The encoder and the layers over it as they are trained; `train_encoder.py` writes what `musterbook.reading` runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from musterbook.reading.encoder import WIDTH
from musterbook.reading.opinions import KINDS, MARKS

HEADS, INNER, HIDDEN, DEPTH = 12, 1536, 128, 6
NAMED = ("side", "counterpart", "voice", "place", "time")
"""Decisions among candidates that are named in the text."""
ALONE = ("side", "counterpart", "voice")
"""Decisions among candidates of which one or none is right."""
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


@dataclass(frozen=True)
class Asked:
    """One decision in a window: rows of the draft's words, rows where the candidate is named, and what is right."""

    decision: str
    words: tuple[int, int, int]
    kind: int
    named: tuple[int, ...]
    group: int
    labels: tuple[str, ...]
    key: tuple[int, int]
    """Number of the document and of the example in it."""


@dataclass(frozen=True)
class Stretch:
    """A window's pieces and the decisions of its own sentences."""

    pieces: list[int]
    asked: list[Asked]


class Encoder(nn.Module):
    """A BERT encoder of six layers from the published weights; the table of pieces stays as it is."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        found = load_file(str(weights))
        self.words = nn.Embedding.from_pretrained(found["embeddings.word_embeddings.weight"].clone(), freeze=True)
        place = found["embeddings.position_embeddings.weight"] + found["embeddings.token_type_embeddings.weight"][0]
        self.register_buffer("places", place.clone())
        self.norm = norm(found["embeddings.LayerNorm.weight"], found["embeddings.LayerNorm.bias"])
        self.drop = nn.Dropout(0.1)
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


def norm(weight: Tensor, bias: Tensor) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDTH, eps=1e-12)
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


def linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


class Opinions(nn.Module):
    """The layers over the vectors; names are those of `musterbook.reading.opinions`."""

    def __init__(self, classes: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.classes = classes
        self.drop = nn.Dropout(0.1)
        self.figure = nn.Linear(3 * WIDTH, HIDDEN)
        self.fig_out = nn.Linear(HIDDEN, 1 + 2 * len(KINDS))
        self.draft = nn.Linear(3 * WIDTH, HIDDEN)
        self.kind = nn.Embedding(len(KINDS), HIDDEN)
        self.alone = nn.ModuleDict({name: nn.Linear(HIDDEN, self.size(name)) for name in classes if name not in NAMED})
        self.mark = nn.ModuleDict({name: nn.Linear(WIDTH, HIDDEN) for name in NAMED})
        self.mix = nn.ModuleDict({name: nn.Linear(2 * HIDDEN, HIDDEN) for name in NAMED})
        self.pair = nn.ModuleDict({name: nn.Linear(HIDDEN, self.size(name)) for name in NAMED})
        self.none = nn.ParameterDict({name: nn.Parameter(torch.zeros(1)) for name in ALONE})

    def size(self, name: str) -> int:
        return len(self.classes[name])

    def forward(self, vectors: Tensor, stretches: list[Stretch]) -> list[tuple[str, Tensor, list[Asked]]]:
        """For every decision among the stretches, the scores of each time it is asked."""
        asked = [(row, each) for row, stretch in enumerate(stretches) for each in stretch.asked]
        of_figures = [(row, each) for row, each in asked if each.kind < 0]
        of_drafts = [(row, each) for row, each in asked if each.kind >= 0]
        found = []
        if of_figures:
            hidden = self.drop(functional.gelu(self.figure(self._words(vectors, of_figures)), approximate="tanh"))
            found.append(("figure", self.fig_out(hidden), [each for _, each in of_figures]))
        if of_drafts:
            kinds = torch.tensor([each.kind for _, each in of_drafts])
            hidden = functional.gelu(self.draft(self._words(vectors, of_drafts)) + self.kind(kinds), approximate="tanh")
            hidden = self.drop(hidden)
            places: dict[str, list[int]] = defaultdict(list)
            for place, (_, each) in enumerate(of_drafts):
                places[each.decision].append(place)
            for name, chosen in places.items():
                rows = [of_drafts[place] for place in chosen]
                own = hidden[chosen]
                scores = self._named(name, vectors, rows, own) if name in NAMED else self.alone[name](own)
                found.append((name, scores, [each for _, each in rows]))
        return found

    def _words(self, vectors: Tensor, asked: list[tuple[int, Asked]]) -> Tensor:
        stretch = torch.tensor([[row] * 3 for row, _ in asked])
        words = torch.tensor([each.words for _, each in asked])
        return vectors[stretch, words].reshape(len(asked), -1)

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
            turned = name.endswith(".weight") and name != "kind.weight"
            found[name.removeprefix("alone.")] = array.T if turned else array
        return found


def loss(opinions: Opinions, scored: list[tuple[str, Tensor, list[Asked]]]) -> Tensor:
    """How wrong the scores are: summed over the decisions."""
    total = torch.zeros(())
    for name, raw, asked in scored:
        scores = raw.float()
        if name == "figure":
            total = total + _figures(scores, asked)
        elif name in ALONE:
            total = total + _choices(scores[:, 0], asked, opinions.none[name])
        elif opinions.classes[name] == ("yes",):
            right = torch.tensor([float(each.labels[0] == "yes") for each in asked])
            total = total + functional.binary_cross_entropy_with_logits(scores[:, 0], right, reduction="sum")
        else:
            right = torch.tensor([opinions.classes[name].index(each.labels[0]) for each in asked])
            total = total + functional.cross_entropy(scores, right, reduction="sum")
    return total


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
