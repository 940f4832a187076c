"""The network as it is trained; needs torch (the extra `train`)."""

import itertools
import math

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install quote-attribution[train]")

from attribution.reader.entities import TAGS as ENTITY_TAGS  # noqa: E402
from attribution.training import paths  # noqa: E402
from attribution.training.export import export, load_weights, mean_of, restore  # noqa: E402
from attribution.training.keeping import straying  # noqa: E402
from attribution.training.network import (  # noqa: E402
    LINK,
    LINKS,
    REFERENCE,
    STEPS,
    TAGS,
    Linear,
    Reader,
    link_scores,
    round_as_at_run_time,
)
from attribution.training.reader import hold_all_but, reference_loss  # noqa: E402


def test_training_rounded_layer_is_near_the_exact_one_and_passes_gradients():
    """Rounding to 8 bits moves a result by little, and every weight and input still learns."""
    torch.manual_seed(1)
    exact, rounded = Linear(64, 8), Linear(64, 8)
    rounded.load_state_dict(exact.state_dict())
    rounded.rounded = True
    values = torch.randn(2, 5, 64, requires_grad=True)
    found, wanted = rounded(values), exact(values)
    assert 0 < (found - wanted).abs().max() < 0.1
    found.sum().backward()
    assert torch.allclose(values.grad, rounded.weight.sum(0).expand_as(values), atol=0.1)
    assert rounded.weight.grad.abs().min() > 0


def test_training_rounded_zero_stays_zero():
    """Zero is one of the steps, so that what is switched off stays off."""
    layer = Linear(3, 1, bias=False)
    layer.rounded = True
    values = torch.tensor([[[0.0, 0.0, 0.0], [0.7, -0.4, 3.0]]])
    assert layer(values)[0, 0].item() == 0


def test_training_reader_gives_scores_for_every_piece():
    """Tags, said-or-not and links have one row a piece; rounding changes no shape."""
    reader = Reader(vocabulary=50).eval()
    round_as_at_run_time(reader)
    ids = torch.randint(0, 50, (2, 7))
    zeros = torch.zeros_like(ids)
    tags, said, vectors, _, steps = reader(ids, zeros, zeros, torch.ones(2, 7))
    assert tags.shape == (2, 7, 7)
    assert said.shape == (2, 7)
    assert steps.shape == (2, 7, 49)
    assert link_scores(vectors, REFERENCE).shape == (2, 7, 7)


def test_training_entities_of_a_window_do_not_depend_on_padding():
    """What stands beside a short window in its batch changes none of its tags."""
    torch.manual_seed(4)
    reader = Reader(vocabulary=50).eval()
    ids = torch.randint(1, 50, (1, 9))
    mask = torch.ones(1, 9)
    mask[0, 6:] = 0
    zeros = torch.zeros_like(ids)
    with torch.no_grad():
        padded = reader(ids, zeros, zeros, mask)[3][:, :6]
        alone = reader(ids[:, :6], zeros[:, :6], zeros[:, :6], None)[3]
    assert torch.allclose(padded, alone, atol=1e-5)


def test_training_goes_on_from_an_export(tmp_path):
    """Weights written for run time can be trained on: what comes back differs by the rounding to 8 bits only."""
    pytest.importorskip("onnx", reason="needs onnx: pip install quote-attribution[train]")
    torch.manual_seed(2)
    reader = Reader().eval()
    with torch.no_grad():
        for weights in reader.parameters():
            weights.add_(torch.randn_like(weights) * 0.02)
    export(reader, tmp_path / "reader.onnx")
    back = restore(tmp_path / "reader.onnx")
    for name, value in reader.state_dict().items():
        step = (value.max() - value.min()) / 254 if value.dim() > 1 else 0.0
        assert (back[name] - value).abs().max() <= step + 1e-6, name


def test_training_weights_are_averaged_one_by_one(tmp_path):
    """Of several runs each weight is the mean; weights named twice count twice."""
    one, other = {"a": torch.tensor([1.0, 4.0])}, {"a": torch.tensor([4.0, 1.0])}
    torch.save(one, tmp_path / "average.pt")
    assert load_weights(tmp_path / "average.pt")["a"].tolist() == [1.0, 4.0]
    assert mean_of([one])["a"].tolist() == [1.0, 4.0]
    assert mean_of([one, other, other])["a"].tolist() == [3.0, 2.0]


def test_training_reference_loss_counts_any_mention_of_the_person():
    """Links to each name of the person are right alike; where the window names nobody, none is right."""
    scores = torch.zeros(1, 4, 4)
    refers = torch.tensor([[-100, -100, -100, 7]])
    named = torch.tensor([[-1, 7, 7, -1]])
    assert reference_loss(scores, refers, named).item() == pytest.approx(math.log(2))
    scores[0, 3, 2] = 20.0
    assert reference_loss(scores, refers, named).item() < 1e-3
    unnamed = torch.tensor([[-1, 3, 3, -1]])
    assert reference_loss(torch.zeros(1, 4, 4), refers, unnamed).item() == pytest.approx(math.log(4))


@pytest.mark.parametrize("part", ["entities", "steps"])
def test_training_a_part_only_leaves_the_rest_as_it_is(part):
    """Nothing but the head of the entities or of the steps learns."""
    reader = Reader(vocabulary=50)
    hold_all_but(part, reader)
    learning = {name for name, weights in reader.named_parameters() if weights.requires_grad}
    assert learning == {name for name, _ in reader.named_parameters() if name.startswith(f"{part}.")}


def test_training_steps_loss_is_that_of_all_sequences(monkeypatch):
    """The loss is the log of the share that the right sequence has of all sequences, each summed by hand."""
    monkeypatch.setattr(paths, "SHARPNESS", (1.0, 1.0))
    torch.manual_seed(5)
    tags, steps = torch.randn(1, 4, TAGS), torch.randn(1, 4, STEPS)
    words, right = (0, 1, 3), (5, 6, 1)  # the third piece begins no word
    own = torch.log_softmax(tags, -1)[0]

    def score(sequence):
        total, before = 0.0, 0
        for word, tag in zip(words, sequence, strict=True):
            allowed = tag in (0, 1, 3, 5) or before in (tag, tag - 1)
            total += own[word, tag] + steps[0, word].view(TAGS, TAGS)[before, tag] + (0.0 if allowed else -1e4)
            before = tag
        return total

    everything = torch.stack([score(one) for one in itertools.product(range(TAGS), repeat=3)])
    wanted = torch.tensor([[5, 6, -100, 1]])
    expected = (everything.logsumexp(0) - score(right)).item() / 3
    assert paths.steps_loss(tags, steps, wanted).item() == pytest.approx(expected, rel=1e-4)


def test_training_steps_loss_takes_a_cut_span_for_a_begun_one_and_ignores_padding(monkeypatch):
    """A window may begin inside a span; two windows in one batch have the loss a word that they have alone."""
    monkeypatch.setattr(paths, "SHARPNESS", (1.0, 1.0))
    torch.manual_seed(6)
    tags, steps = torch.randn(2, 4, TAGS), torch.randn(2, 4, STEPS)
    wanted = torch.tensor([[2, 2, 0, 0], [3, 0, -100, -100]])
    one = paths.steps_loss(tags[:1], steps[:1], wanted[:1])
    two = paths.steps_loss(tags[1:, :2], steps[1:, :2], wanted[1:, :2])
    both = paths.steps_loss(tags, steps, wanted)
    assert one.item() < 20
    assert both.item() == pytest.approx((4 * one.item() + 2 * two.item()) / 6, rel=1e-4)


def test_training_references_only_leaves_the_rest_as_it_is():
    """One step changes the vectors of the last link and nothing else."""
    torch.manual_seed(3)
    reader = Reader(vocabulary=50)
    hold_all_but("references", reader)
    before = {name: value.clone() for name, value in reader.state_dict().items()}
    ids = torch.randint(0, 50, (1, 6))
    zeros = torch.zeros_like(ids)
    tags, said, vectors, *_ = reader(ids, zeros, zeros, None)
    optimizer = torch.optim.AdamW([w for w in reader.parameters() if w.requires_grad], lr=0.1, weight_decay=0.0)
    (
        tags.sum() + said.sum() + link_scores(vectors, 0).sum() + link_scores(vectors, REFERENCE).square().sum()
    ).backward()
    optimizer.step()
    first = REFERENCE * 2 * LINK
    for name, value in reader.state_dict().items():
        if name in ("links.weight", "links.bias"):
            assert torch.equal(value[:first], before[name][:first])
            assert not torch.equal(value[first:], before[name][first:])
        else:
            assert torch.equal(value, before[name]), name


def test_training_keeps_what_earlier_weights_answer():
    """Who answers as before strays by nothing; said-or-not and padding do not count."""
    torch.manual_seed(5)
    kept = (
        torch.randn(2, 6, TAGS),
        torch.randn(2, 6),
        torch.randn(2, 6, LINKS * 2 * LINK),
        torch.randn(2, 6, ENTITY_TAGS),
        torch.randn(2, 6, STEPS),
    )
    mask = torch.ones(2, 6)
    mask[1, 4:] = 0
    assert straying(kept, kept, mask).item() == pytest.approx(0, abs=1e-5)
    for place in (0, 2, 3, 4):
        moved = tuple(one + torch.randn_like(one) if place == number else one for number, one in enumerate(kept))
        assert straying(moved, kept, mask).item() > 1e-3
    other_said = (kept[0], -kept[1], *kept[2:])
    assert straying(other_said, kept, mask).item() == pytest.approx(0, abs=1e-5)
    padding = (1 - mask)[:, :, None] * 3
    padded = (kept[0] + padding * torch.randn(TAGS), kept[1], kept[2], *(one + padding for one in kept[3:]))
    assert straying(padded, kept, mask).item() == pytest.approx(0, abs=1e-5)
