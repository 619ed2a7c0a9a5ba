"""The encoder as it is written: the inputs of its matrices evened out, so that 8-bit numbers tell them better.

A few columns of what goes into a matrix are many times greater than the others, and all share one scale. Each column is
divided by a factor that the matrix is multiplied by, which changes nothing but the rounding (the idea of SmoothQuant,
Xiao and others 2023).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from tools.encoder_net import HEADS, Encoder
from torch import Tensor, nn
from torch.nn import functional

from musterbook.reading.encoder import WIDTH

SHARE = 0.85
"""How much of the unevenness is moved into the matrix."""
LEAST = 1e-3
GROUPS = {"query": ("query", "key", "value"), "wide": ("wide",), "narrow": ("narrow",)}
"""Matrices by the first of those that have one input."""


class Evened(nn.Module):
    """An encoder with what goes into its matrices evened out; it says the same."""

    def __init__(self, encoder: Encoder, texts: Iterable[Tensor]) -> None:
        """`texts` are the vectors of pieces, shape (1, pieces, WIDTH), by which the columns are measured."""
        super().__init__()
        greatest = _greatest(encoder, texts)
        own = copy.deepcopy(encoder)
        self.places, self.norm, self.layers = own.places, own.norm, own.layers
        for depth, layer in enumerate(self.layers):
            for first, group in GROUPS.items():
                column = torch.stack([layer[name].weight.detach().abs().amax(0) for name in group]).amax(0)
                factor = greatest[first, depth].clamp(min=LEAST) ** SHARE / column.clamp(min=LEAST) ** (1 - SHARE)
                factor = factor / factor.log().mean().exp()
                for name in group:
                    layer[name].weight.data.mul_(factor)
                self.register_buffer(f"evened_{first}_{depth}", 1 / factor)

    def forward(self, words: Tensor) -> Tensor:
        """Vectors of pieces, shape (1, pieces, WIDTH)."""
        count, length = words.shape[:2]
        x = self.norm(words + self.places[:length])
        for depth, layer in enumerate(self.layers):
            even = x * self.get_buffer(f"evened_query_{depth}")
            query, key, value = (
                layer[name](even).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2) for name in GROUPS["query"]
            )
            seen = functional.scaled_dot_product_attention(query, key, value)
            x = layer["norm"](x + layer["out"](seen.transpose(1, 2).reshape(count, length, WIDTH)))
            inner = functional.gelu(layer["wide"](x * self.get_buffer(f"evened_wide_{depth}")))
            x = layer["last"](x + layer["narrow"](inner * self.get_buffer(f"evened_narrow_{depth}")))
        return x


def _greatest(encoder: Encoder, texts: Iterable[Tensor]) -> dict[tuple[str, int], Tensor]:
    """The greatest number of each column that goes into a matrix, by the matrix and its layer."""
    found: dict[tuple[str, int], Tensor] = {}

    def measure(key: tuple[str, int], given: Tensor) -> None:
        most = given.detach().abs().amax(dim=(0, 1))
        found[key] = torch.maximum(found[key], most) if key in found else most

    hooks = [
        layer[first].register_forward_pre_hook(lambda _, given, key=(first, depth): measure(key, given[0]))
        for depth, layer in enumerate(encoder.layers)
        for first in GROUPS
    ]
    with torch.no_grad():
        for words in texts:
            encoder(words)
    for hook in hooks:
        hook.remove()
    return found
