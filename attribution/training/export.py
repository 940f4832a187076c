"""Turn trained weights into what the package carries: `python -m attribution.training.export --help`.

The network becomes ONNX with 8-bit weights (dynamic quantisation of onnxruntime: weights by channel, activations at
run time), so that it runs without torch.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from attribution.training.network import Reader

OPSET = 17


class _Unpadded(nn.Module):
    """The network on one window without padding."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, marks: Tensor, cases: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        tags, said, links = self.reader(pieces, marks, cases, None)
        return tags, said, links


def export(reader: Reader, path: Path, *, quantized: bool = True) -> None:
    """Write `reader` to `path` as ONNX: int64 inputs pieces, marks, cases [1, length]; outputs tags, said, links."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    reader = reader.eval().float()
    example = tuple(torch.zeros((1, 16), dtype=torch.int64) for _ in range(3))
    names = ["pieces", "marks", "cases"]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            _Unpadded(reader),
            example,
            str(plain),
            input_names=names,
            output_names=["tags", "said", "links"],
            dynamic_axes={name: {1: "length"} for name in [*names, "tags", "said", "links"]},
            opset_version=OPSET,
            dynamo=False,
        )
        if not quantized:
            path.write_bytes(plain.read_bytes())
            return
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(plain), str(ready))
        quantize_dynamic(str(ready), str(path), per_channel=True, weight_type=QuantType.QInt8)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="average.pt of a training run")
    parser.add_argument("out", type=Path, help="the ONNX file to write")
    parser.add_argument("--plain", action="store_true", help="keep 32-bit weights")
    args = parser.parse_args(arguments)
    reader = Reader()
    reader.load_state_dict(torch.load(args.weights, weights_only=True, map_location="cpu"))
    export(reader, args.out, quantized=not args.plain)


if __name__ == "__main__":
    main()
