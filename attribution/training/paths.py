"""The loss of whole sequences of tags: the linear-chain conditional random field (Lafferty et al. 2001).

Only the steps between tags learn from it. The tags that they are weighed against know the corpus that they were learned
from better than any other text, so each window sees them less sharp than they are, by a factor drawn anew.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from attribution.training.corpus import UNKNOWN
from attribution.training.network import TAGS

SHARPNESS = (0.4, 1.0)  # least and greatest factor
FORBIDDEN = -1e4


def steps_loss(tags: Tensor, steps: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean loss a word of the right sequences among all that BIO allows.

    Args:
        tags: Tag scores [batch, length, TAGS]; nothing flows back into them.
        steps: Step scores [batch, length, STEPS].
        wanted: Right tags [batch, length], UNKNOWN where no word begins; the words of a window are taken for one run.
    """
    known = wanted != UNKNOWN
    words = int(known.sum(1).max())
    order = torch.argsort((~known).to(torch.uint8), dim=1, stable=True)[:, :words]
    known, wanted = known.gather(1, order), wanted.gather(1, order).clamp(min=0)
    low, high = SHARPNESS
    factor = torch.empty(len(tags), 1, 1, device=tags.device).uniform_(low, high)
    own = torch.log_softmax(_rows(tags.detach(), order) * factor, -1)
    costs = _rows(steps, order).view(*wanted.shape, TAGS, TAGS) + _bio(tags.device)
    return (_total(own, costs, known) - _right(own, costs, known, _begun(wanted))).sum() / known.sum()


def _rows(scores: Tensor, order: Tensor) -> Tensor:
    return scores.gather(1, order[..., None].expand(-1, -1, scores.shape[-1]))


def _bio(device: torch.device) -> Tensor:
    """Return what a step from one tag to the next costs, [before, after]."""
    costs = torch.zeros(TAGS, TAGS, device=device)
    for inner in range(2, TAGS, 2):
        costs[:, inner] = FORBIDDEN
        costs[[inner - 1, inner], inner] = 0.0
    return costs


def _begun(wanted: Tensor) -> Tensor:
    """Return the tags with a beginning where a window cuts a span."""
    first = wanted[:, :1]
    return torch.cat([first - ((first > 0) & (first % 2 == 0)).long(), wanted[:, 1:]], 1)


def _total(own: Tensor, costs: Tensor, known: Tensor) -> Tensor:
    """Return the log of the sum over all sequences (forward algorithm), [batch]."""
    reached = own[:, 0] + costs[:, 0, 0]
    for place in range(1, own.shape[1]):
        further = torch.logsumexp(reached[:, :, None] + costs[:, place], 1) + own[:, place]
        reached = torch.where(known[:, place, None], further, reached)
    return torch.logsumexp(reached, 1)


def _right(own: Tensor, costs: Tensor, known: Tensor, wanted: Tensor) -> Tensor:
    """Return the score of the right sequences, [batch]."""
    before = functional.pad(wanted, (1, 0))[:, :-1]
    taken = costs.flatten(2).gather(2, (before * TAGS + wanted)[..., None]) + own.gather(2, wanted[..., None])
    return (taken.squeeze(-1) * known).sum(1)
