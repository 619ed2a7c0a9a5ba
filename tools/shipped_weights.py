"""What the encoder and its layers have learnt, read back from the files that `train_encoder.py` wrote."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tools.encoder_net import DEPTH, Encoder, Opinions
from tools.evening import GROUPS
from torch import Tensor

PARTS = ("query", "key", "value", "out", "wide", "narrow")
"""A layer's matrices in the order in which the graph multiplies by them."""
MULTIPLIES = "MatMulInteger"


def load(encoder: Encoder, opinions: Opinions, folder: Path) -> None:
    """Give both the weights of the files in a folder; an 8-bit number is what it stands for, times its scale.

    Signs that the files do not know yet, the last ones, stay as they are.
    """
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    inputs = (node.input[1] for node in graph.node if node.op_type == MULTIPLIES)
    whole = [_scaled(name.removesuffix("_quantized"), arrays) for name in inputs if name in arrays]
    places = list(product(range(DEPTH), PARTS))
    names = [f"layers.{depth}.{part}.weight" for depth, part in places]
    evened = [_evened(depth, part, arrays) for depth, part in places]
    found: dict[str, Tensor] = encoder.state_dict()
    found |= {name: torch.from_numpy(arrays[name].copy()) for name in found if name in arrays}
    found |= {
        name: torch.from_numpy((matrix.T * columns).copy())
        for name, matrix, columns in zip(names, whole, evened, strict=True)
    }
    with np.load(folder / "pieces.npz", allow_pickle=False) as pieces:
        known = torch.from_numpy(pieces["signs"].astype(np.float32))
        found["signs"] = torch.cat([known, found["signs"][len(known) :]])
    encoder.load_state_dict(found)
    with np.load(folder / "opinions.npz", allow_pickle=False) as layers:
        own = {name: layers[name.removeprefix("alone.")].astype(np.float32) for name in opinions.state_dict()}
    turned = {name: each.T if each.ndim == 2 and name != "kind.weight" else each for name, each in own.items()}
    opinions.load_state_dict({name: torch.from_numpy(each.copy()) for name, each in turned.items()})


def _evened(depth: int, part: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """What the columns of a matrix's input are multiplied by before they go into it."""
    first = next((first for first, group in GROUPS.items() if part in group), "")
    return arrays.get(f"evened_{first}_{depth}", np.ones(1, dtype=np.float32))


def _scaled(name: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """A matrix as it is multiplied by; shape (in, out)."""
    nought = arrays.get(f"{name}_zero_point", np.zeros(1)).astype(np.float32)
    found: np.ndarray = (arrays[f"{name}_quantized"].astype(np.float32) - nought) * arrays[f"{name}_scale"]
    return found
