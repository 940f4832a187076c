"""Train the reader: `python -m attribution.training.reader --help`.

Loss: cross entropy of the role tags, binary cross entropy of said-or-not for each marked
stretch (its words vote by the mean of their scores, as at run time), and cross entropy of each link over the positions
of the window. Weights are averaged over the steps (Polyak and Juditsky 1992) for what is kept. With `--keep` a run that
goes on from earlier weights stays near what they, or the older ones of `--kept`, answer (see `keeping`).
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from attrs import field, frozen
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from attribution.lexicon import load_lexicon
from attribution.reader.decoding import B_CUE, I_CUE
from attribution.reader.words import Pieces
from attribution.training.corpus import UNKNOWN, Labelled, Line, label, load_lines
from attribution.training.entities import label_entities, load_recogniser, recognise, settle
from attribution.training.export import load_weights
from attribution.training.keeping import Answers, straying
from attribution.training.network import (
    HEADS_AND_FEATURES,
    LINK,
    REFERENCE,
    Reader,
    base_folder,
    link_scores,
    load_encoder,
    round_as_at_run_time,
)
from attribution.training.paths import steps_loss
from attribution.training.referents import label_people
from attribution.training.synthesis import collect, compose
from attribution.training.windows import LINKS, Augmentation, Batch, Window, augment, cut, pad

if TYPE_CHECKING:
    from spacy.language import Language

    from attribution.lexicon import Lexicon

SAID_WEIGHT, LINK_WEIGHT, ENTITY_WEIGHT = 0.5, 0.3, 0.3
AVERAGING = 0.998
# What can be learned alone, and where its weights are.
PARTS = {"references": "links.", "entities": "entities.", "steps": "steps."}


AUGMENTATIONS = {
    "references": Augmentation(pronouns=1.0, names=0.4, marked=0.1),
    "entities": Augmentation(pronouns=0.0, names=0.3, lower=0.02, marked=0.1),
    "steps": Augmentation(pronouns=0.1, lower=0.04, joined=0.1, cues=0.1),
}


@frozen
class Settings:
    """What a training run depends on, beside its corpora.

    `only` is one of PARTS: nothing but the link from a pronoun to names ("references"), the entities or the steps
    between tags is learned, and everything else stays as it is. Steps are learned in no other way. `keep` is the weight
    of staying near what earlier weights answer.
    """

    epochs: int = 8
    batch_pieces: int = 3072
    longest: int = 512
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    seed: int = 1
    threads: int = 2
    only: str | None = None
    keep: float = 0.0
    augmentation: Augmentation = field(factory=Augmentation)


@frozen(eq=False)
class Part:
    """A corpus and the share of it that each epoch draws; above 1 it is drawn several times."""

    items: Sequence[Labelled]
    share: float = 1.0

    def draw(self, rng: random.Random) -> list[Labelled]:
        """Return the articles of one epoch."""
        whole = int(self.share)
        return list(self.items) * whole + rng.sample(list(self.items), round((self.share - whole) * len(self.items)))


def answers_of(model: Reader, batch: Batch) -> Answers:
    """Return what a model answers to a batch, as 32-bit numbers."""
    device_type = batch.pieces.device.type
    with torch.autocast(device_type, dtype=torch.bfloat16, enabled=_is_fast_in_16_bits(device_type)):
        tags, said, vectors, entities, steps = model(batch.pieces, batch.marks, batch.cases, batch.mask)
    return tags.float(), said.float(), vectors.float(), entities.float(), steps.float()


def loss_of(answers: Answers, batch: Batch, only: str | None = None) -> Tensor:
    """Return the loss of the answers to one batch; where `only` "entities" or "steps" learn, theirs."""
    tags, said, vectors, entities, steps = answers
    if only == "entities":
        return _tag_loss(entities, batch.of("entity"))
    if only == "steps":
        return steps_loss(tags, steps, batch.of("tag"))
    total = _tag_loss(tags, batch.of("tag")) + ENTITY_WEIGHT * _tag_loss(entities, batch.of("entity"))
    if (batch.of("said") != UNKNOWN).any():
        total = total + SAID_WEIGHT * _said_loss(said, batch.of("said"), batch.of("stretch"))
    hidden = (1 - batch.mask)[:, None, :] * -1e4
    if (batch.of("refers") != UNKNOWN).any():
        total = total + LINK_WEIGHT * reference_loss(
            link_scores(vectors, REFERENCE) + hidden, batch.of("refers"), batch.of("person")
        )
    for link, name in enumerate(LINKS):
        wanted = batch.of(name)
        if (wanted != UNKNOWN).any():
            scores = link_scores(vectors, link) + hidden
            total = total + LINK_WEIGHT * functional.cross_entropy(
                scores.flatten(0, 1), wanted.flatten(), ignore_index=UNKNOWN
            )
    return total


def _is_fast_in_16_bits(device_type: str) -> bool:
    return device_type != "cpu" or torch.backends.cpu.get_cpu_capability() == "AVX512"


def _tag_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    if not (wanted != UNKNOWN).any():
        return scores.sum() * 0
    return functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=UNKNOWN)


def reference_loss(scores: Tensor, refers: Tensor, person: Tensor) -> Tensor:
    """Return the mean loss of the links from pronouns to any mention of the person, or to none where there is none."""
    row, place = torch.nonzero(refers != UNKNOWN, as_tuple=True)
    right = person[row] == refers[row, place][:, None]
    right[:, 0] |= ~right.any(dim=1)
    found = scores[row, place]
    hit = found.masked_fill(~right, -torch.inf)
    return (found.logsumexp(dim=1) - hit.logsumexp(dim=1)).mean()


def _said_loss(scores: Tensor, wanted: Tensor, stretch: Tensor) -> Tensor:
    """Return the mean loss over the marked stretches of a batch; `stretch` numbers them within each window."""
    known = wanted != UNKNOWN
    row = torch.arange(len(scores), device=scores.device)[:, None].expand_as(scores)[known]
    number = torch.unique(row * scores.shape[1] + stretch[known], return_inverse=True)[1]
    size = int(number.max()) + 1
    words = scores.new_zeros(size).index_add(0, number, scores.new_ones(len(number)))
    means = scores.new_zeros(size).index_add(0, number, scores[known]) / words
    targets = scores.new_zeros(size).index_add(0, number, wanted[known].float()) / words
    return functional.binary_cross_entropy_with_logits(means, targets)


def batches(windows: list[Window], pad_id: int, most_pieces: int, rng: random.Random) -> Iterator[Batch]:
    """Yield batches of windows of like length, in random order."""
    rng.shuffle(windows)
    ordered = sorted(windows, key=lambda window: len(window.pieces) // 32)
    groups: list[list[Window]] = [[]]
    longest = 0
    for window in ordered:
        longest = max(longest, len(window.pieces))
        if groups[-1] and longest * (len(groups[-1]) + 1) > most_pieces:
            groups.append([])
            longest = len(window.pieces)
        groups[-1].append(window)
    rng.shuffle(groups)
    for group in groups:
        yield pad(group, pad_id)


def epoch_windows(
    parts: Sequence[Part], pieces: Pieces, settings: Settings, epoch: int, pool: Sequence[str], cues: Sequence[str]
) -> list[Window]:
    """Cut the articles of an epoch into windows, augmented anew."""
    rng = random.Random(settings.seed * 1000 + epoch)
    return [
        window
        for part in parts
        for item in part.draw(rng)
        if settings.only != "steps" or (item.tags != UNKNOWN).all()
        for window in cut(augment(item, rng, settings.augmentation, pool, cues), pieces, settings.longest, rng)
        if settings.only != "references" or (window.of("refers") != UNKNOWN).any()
    ]


def hold_all_but(part: str, model: Reader) -> None:
    """Let nothing learn but one of PARTS."""
    for name, weights in model.named_parameters():
        weights.requires_grad_(name.startswith(PARTS[part]))
    if part == "references":
        for weights in model.links.parameters():
            weights.register_hook(_reference_rows)


def _reference_rows(gradient: Tensor) -> Tensor:
    kept = torch.zeros_like(gradient)
    kept[REFERENCE * 2 * LINK :] = gradient[REFERENCE * 2 * LINK :]
    return kept


def label_all(lines: Sequence[Line], nlp: Language, lexicon: Lexicon) -> list[Labelled]:
    """Label the lines of a corpus: roles and links as annotated, people and entities as `nlp` recognises them."""
    texts = [line["text"] for line in lines]
    found = settle(texts, [recognise(nlp, text) for text in texts])
    return [
        label_entities(label_people(line, entities, lexicon), entities)
        for line, entities in zip(lines, found, strict=True)
    ]


def cue_forms(items: Sequence[Labelled], least: int = 4) -> list[str]:
    """Return the one-word cues that stand in the corpora at least `least` times."""
    count: Counter[str] = Counter()
    for item in items:
        for place in np.flatnonzero(item.tags == B_CUE):
            if (place + 1 >= len(item.words) or item.tags[place + 1] != I_CUE) and item.words[place].form.isalpha():
                count[item.words[place].form] += 1
    return sorted(form for form, times in count.items() if times >= least and form.endswith(("ed", "s", "id", "ld")))


@frozen(eq=False)
class Run:
    """A training run: what its epochs share.

    Attributes:
        pool: Names to put in the place of others.
        cues: Cues to put in the place of others.
        steps: Batches of all epochs.
        average: The averaged weights, which grow with each step.
        before: The model whose answers are to be kept, if any.
    """

    model: Reader
    parts: Sequence[Part]
    pieces: Pieces
    settings: Settings
    pool: Sequence[str]
    cues: Sequence[str]
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    steps: int
    average: dict[str, Tensor]
    before: Reader | None

    def run_epoch(self, epoch: int, step: int) -> int:
        """Learn from the articles of one epoch; return the number of the last step."""
        started, total, seen = time.perf_counter(), 0.0, 0
        settings, model, device = self.settings, self.model, next(self.model.parameters()).device
        rng = random.Random(settings.seed * 7919 + epoch)
        torch.manual_seed(settings.seed * 7919 + epoch)
        windows = epoch_windows(self.parts, self.pieces, settings, epoch, self.pool, self.cues)
        model.train(not settings.only)
        for part in (model.entities, model.steps):
            part.train(settings.only != "references")
        for batch in batches(windows, self.pieces.pad, settings.batch_pieces, rng):
            total, seen = total + self._learn(_to(batch, device)), seen + 1
            step += 1
            _average(self.average, model, min(AVERAGING, (1 + step) / (10 + step)))
            if step % 50 == 0:
                rate = seen / (time.perf_counter() - started)
                print(
                    f"epoch {epoch + 1} step {step}/{self.steps} loss {total / seen:.4f} {rate:.2f} steps/s",
                    file=sys.stderr,
                    flush=True,
                )
        return step

    def _learn(self, batch: Batch) -> float:
        answers = answers_of(self.model, batch)
        loss = loss_of(answers, batch, self.settings.only)
        if self.before is not None:
            with torch.no_grad():
                kept = answers_of(self.before, batch)
            loss = loss + self.settings.keep * straying(answers, kept, batch.mask)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        return loss.item()

    def save(self, folder: Path, epoch: int, step: int) -> None:
        """Write a checkpoint from which a run goes on, and the averaged weights."""
        torch.save(
            {
                "epoch": epoch + 1,
                "step": step,
                "model": self.model.state_dict(),
                "average": self.average,
                "optimizer": self.optimizer.state_dict(),
                "schedule": self.schedule.state_dict(),
            },
            folder / "checkpoint.pt",
        )
        torch.save(self.average, folder / "average.pt")

    def resume(self, folder: Path) -> tuple[int, int]:
        """Go on from the checkpoint where there is one; return the epoch and step to begin with."""
        path = folder / "checkpoint.pt"
        if not path.exists():
            return 0, 0
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.average.update(state["average"])
        return state["epoch"], state["step"]


def train(
    model: Reader, parts: Sequence[Part], pieces: Pieces, settings: Settings, folder: Path, kept: Reader | None = None
) -> Reader:
    """Train `model` on the `parts`, with a checkpoint in `folder` after each epoch; resume from the last one there.

    Args:
        model: The network, which learns in place.
        parts: The corpora.
        pieces: The vocabulary.
        settings: How to train.
        folder: Where checkpoints and weights go.
        kept: Whose answers are kept where `settings.keep` asks for it; None, those of `model` as it comes.

    Returns:
        The model with the averaged weights.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    if settings.only:
        hold_all_but(settings.only, model)
    run = _make_run(model, parts, pieces, settings, kept or model)
    first, step = run.resume(folder)
    for epoch in range(first, settings.epochs):
        step = run.run_epoch(epoch, step)
        run.save(folder, epoch, step)
    model.load_state_dict(run.average)
    return model.cpu().eval()


def _make_run(model: Reader, parts: Sequence[Part], pieces: Pieces, settings: Settings, kept: Reader) -> Run:
    items = [item for part in parts for item in part.items]
    pool = sorted(set().union(*(item.names for item in items)))
    cues = cue_forms(items) or ["said"]
    optimizer = _optimizer(model, settings)
    windows = epoch_windows(parts, pieces, settings, 0, pool, cues)
    steps = settings.epochs * len(list(batches(windows, pieces.pad, settings.batch_pieces, random.Random(0))))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps, settings.warm_up))
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    device = next(model.parameters()).device
    before = copy.deepcopy(kept).to(device).eval().requires_grad_(False) if settings.keep else None
    return Run(model, parts, pieces, settings, pool, cues, optimizer, schedule, steps, average, before)


def _optimizer(model: Reader, settings: Settings) -> torch.optim.Optimizer:
    """Return the optimiser, with a rate of its own for what is not in the encoder."""
    named = list(model.named_parameters())
    heads = [weights for name, weights in named if name.split(".")[0] in HEADS_AND_FEATURES]
    body = [weights for name, weights in named if name.split(".")[0] not in HEADS_AND_FEATURES]
    return torch.optim.AdamW(
        [{"params": body, "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}],
        weight_decay=0.0 if settings.only else 0.01,
        fused=True,
    )


def _rate(step: int, steps: int, warm_up: float) -> float:
    done = step / max(1, steps)
    return done / warm_up if done < warm_up else max(0.02, (1 - done) / (1 - warm_up))


def _average(average: dict[str, Tensor], model: Reader, keep: float) -> None:
    with torch.no_grad():
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - keep)


def _to(batch: Batch, device: torch.device) -> Batch:
    return Batch(*(getattr(batch, name).to(device) for name in ("pieces", "marks", "cases", "mask", "labels")))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    args = _parser().parse_args(arguments)
    args.out.mkdir(parents=True, exist_ok=True)
    base = args.base or base_folder()
    pieces = Pieces(Tokenizer.from_file(str(base / "tokenizer.json")))
    parts = []
    for path, share, left_out in args.corpus:
        lines = [line for number, line in enumerate(load_lines(Path(path))) if not _is_left_out(number, left_out)]
        parts.append(Part(label_all(lines, load_recogniser(), load_lexicon()), float(share)))
    if args.made_up:
        material = collect(list(load_lines(Path(args.corpus[0][0]))))
        rng = random.Random(args.seed)
        parts.append(Part([label(compose(material, rng, number)) for number in range(args.made_up * 4)], 0.25))
    model = _model(args.start, rounded=args.rounded)
    if not args.start:
        load_encoder(model, base / "model.safetensors")
    settings = Settings(
        epochs=args.epochs,
        encoder_rate=args.rate,
        head_rate=args.head_rate,
        seed=args.seed,
        threads=args.threads,
        only=args.only,
        keep=args.keep,
        augmentation=AUGMENTATIONS.get(args.only, Augmentation()),
    )
    train(model, parts, pieces, settings, args.out, _model(args.kept, rounded=args.rounded) if args.kept else None)


def _model(weights: Path | None, *, rounded: bool) -> Reader:
    """Return a network with the weights of an earlier run or an export, or with none."""
    model = Reader()
    if weights is not None:
        model.load_state_dict(load_weights(weights))
    if rounded:
        round_as_at_run_time(model)
    return model


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attribution.training.reader", description=__doc__)
    parser.add_argument(
        "--corpus",
        nargs=3,
        action="append",
        required=True,
        metavar=("FILE", "SHARE", "LEFT_OUT"),
        help="share of the articles drawn each epoch; N:K leaves every Nth out from the Kth on, - none",
    )
    parser.add_argument("--base", type=Path, help="folder with another model.safetensors and tokenizer.json")
    parser.add_argument("--start", type=Path, help="weights of an earlier run or an export (.onnx) to go on from")
    parser.add_argument("--rounded", action="store_true", help="learn with 8-bit numbers, as they are at run time")
    parser.add_argument("--keep", type=float, default=0.0, help="weight of staying near what --start answers")
    parser.add_argument("--kept", type=Path, help="other weights whose answers --keep stays near")
    parser.add_argument("--only", choices=PARTS, help="learn only whom a pronoun refers to, entities, or steps")
    parser.add_argument("--made-up", type=int, default=0, help="made-up articles an epoch")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoints and weights")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="learning rate of the heads")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser


def _is_left_out(number: int, rule: str) -> bool:
    every, _, rest = rule.partition(":")
    return rule != "-" and number % int(every) == int(rest)


if __name__ == "__main__":
    main()
