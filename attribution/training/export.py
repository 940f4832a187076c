"""Turn trained weights into what the package carries: `python -m attribution.training.export --help`.

The network becomes ONNX with 8-bit weights (dynamic quantisation of onnxruntime, activations at run time) and with
onnxruntime's own operator for attention, so that it runs fast and without torch.
"""

from __future__ import annotations

import argparse
import copy
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from attribution.training.network import HEADS, Reader, attend

OPSET = 17
OPERATORS = "com.microsoft"  # the operators that onnxruntime adds to ONNX
FLOAT = 1  # onnx.TensorProto.FLOAT


class _FusedAttention(torch.autograd.Function):
    """Attention in one operator of onnxruntime; without it, half the time goes into moving numbers."""

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        """Return the operator that stands for `forward` in the ONNX graph."""
        return graph.op(f"{OPERATORS}::MultiHeadAttention", query, key, value, num_heads_i=HEADS).setType(query.type())

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Compute what the operator computes."""
        return attend(query, key, value, None)


def _fused(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    mixed: Tensor = _FusedAttention.apply(query, key, value)
    return mixed


class _Unpadded(nn.Module):
    """The network on one window without padding."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        for layer in reader.layers:
            layer.attend = _fused

    def forward(self, pieces: Tensor, marks: Tensor, cases: Tensor) -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = self.reader(pieces, marks, cases, None)
        return found


def export(reader: Reader, path: Path, *, quantized: bool = True) -> None:
    """Write `reader` to `path` as ONNX: int64 inputs pieces, marks, cases [1, length]; outputs as `Reader.forward`.

    Args:
        reader: The trained network.
        path: The file to write.
        quantized: 8-bit weights; 32-bit ones otherwise.
    """
    reader = copy.deepcopy(reader).eval().float()
    example = tuple(torch.zeros((1, 16), dtype=torch.int64) for _ in range(3))
    inputs, outputs = ["pieces", "marks", "cases"], ["tags", "said", "links", "entities", "steps"]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            _Unpadded(reader),
            example,
            str(plain),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {1: "length"} for name in inputs + outputs},
            opset_version=OPSET,
            custom_opsets={OPERATORS: 1},
            dynamo=False,
        )
        if not quantized:
            path.write_bytes(plain.read_bytes())
            return
        _quantize(plain, path)


def _quantize(plain: Path, path: Path) -> None:
    """Write 8-bit weights, with a scale for each channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(plain), str(path), per_channel=True, weight_type=QuantType.QInt8, extra_options={"DefaultTensorType": FLOAT}
    )


def restore(path: Path) -> dict[str, Tensor]:
    """Return the weights of an exported network, to train on from them; links and heads that it lacks begin at random.

    Raises:
        ValueError: The file holds another network.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    stored = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    weights = {name.removeprefix("reader."): value for name, value in stored.items() if name.startswith("reader.")}
    for name in [name for name in weights if name.endswith("_quantized")]:
        plain = name.removesuffix("_quantized")
        weights[plain] = _exact(stored, f"reader.{plain}")
    for name, matrix in _matrices(graph, stored):
        weights[f"{name}.weight"] = _exact(stored, matrix).T
    empty = Reader().state_dict()
    return {name: _padded(weights[name], value) if name in weights else value for name, value in empty.items()}


def _matrices(graph: Any, stored: Mapping[str, Tensor]) -> Iterator[tuple[str, str]]:
    """Yield each linear layer with the name of its matrix: the layer is the one whose bias is added to the product."""
    readers = {name: node for node in graph.node for name in node.input}
    for product in graph.node:
        if product.op_type not in {"MatMul", "MatMulInteger"} or product.input[1] not in stored:
            continue
        node = product
        while node.op_type != "Add":
            node = readers[node.output[0]]
        (bias,) = (name for name in node.input if name in stored)
        yield bias.removeprefix("reader.").removesuffix(".bias"), product.input[1].removesuffix("_quantized")


def _exact(stored: dict[str, Tensor], name: str) -> Tensor:
    """Return a matrix of 8-bit numbers as 32-bit ones."""
    if name in stored:
        return stored[name]
    steps, zero = stored[f"{name}_quantized"].float(), stored[f"{name}_zero_point"].float()
    return (steps - zero) * stored[f"{name}_scale"]


def _padded(value: Tensor, like: Tensor) -> Tensor:
    if value.shape[1:] != like.shape[1:] or len(value) > len(like):
        raise ValueError(f"weights of shape {tuple(value.shape)}, expected {tuple(like.shape)}")
    return torch.cat([value, like[len(value) :]])


def load_weights(path: Path) -> dict[str, Tensor]:
    """Return the weights of a training run (.pt) or of an export (.onnx).

    Raises:
        ValueError: The file holds another network.
    """
    if path.suffix == ".onnx":
        return restore(path)
    weights: dict[str, Tensor] = torch.load(path, weights_only=True, map_location="cpu")
    return weights


def mean_of(weights: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of the weights of runs that went on from the same ones (Wortsman et al. 2022)."""
    return {name: torch.stack([one[name].float() for one in weights]).mean(0) for name in weights[0]}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "weights",
        type=Path,
        nargs="+",
        help="average.pt of a training run, or an older export (.onnx); of several, the mean",
    )
    parser.add_argument("out", type=Path, help="the ONNX file to write")
    parser.add_argument("--plain", action="store_true", help="keep 32-bit weights")
    args = parser.parse_args(arguments)
    reader = Reader()
    reader.load_state_dict(mean_of([load_weights(path) for path in args.weights]))
    export(reader, args.out, quantized=not args.plain)


if __name__ == "__main__":
    main()
