"""The network as it is trained; needs torch (the extra `train`)."""

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install quote-attribution[train]")

from attribution.training.network import Linear, Reader, link_scores, round_as_at_run_time  # noqa: E402


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
    tags, said, vectors = reader(ids, zeros, zeros, torch.ones(2, 7))
    assert tags.shape == (2, 7, 7)
    assert said.shape == (2, 7)
    assert link_scores(vectors, 2).shape == (2, 7, 7)
