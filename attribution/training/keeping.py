"""Learn more without forgetting (Li and Hoiem 2016): how far a reader strays from the answers of an earlier one.

Said-or-not is not kept: a run that goes on from earlier weights does so to tell it better.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from attribution.training.network import LINKS, link_scores

Answers = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
"""What the network returns: tags, said, link vectors, entities, steps."""

LINK_WEIGHT, ENTITY_WEIGHT, STEP_WEIGHT = 0.3, 0.3, 0.01


def straying(answers: Answers, kept: Answers, mask: Tensor) -> Tensor:
    """Return how far answers are from those to keep, as a loss.

    Args:
        answers: Of the reader that learns.
        kept: Of the reader that it goes on from.
        mask: 1 for a piece, 0 for padding, [batch, length].

    Returns:
        The divergence (Kullback and Leibler 1951) of the tags, of the entities and, for the pieces that the earlier
        reader tags as part of something, of the links; and the squared distance of the steps.
    """
    tags, _, vectors, entities, steps = answers
    tags_kept, _, vectors_kept, entities_kept, steps_kept = kept
    pieces = mask.bool()
    total = _divergence(tags[pieces], tags_kept[pieces])
    total = total + ENTITY_WEIGHT * _divergence(entities[pieces], entities_kept[pieces])
    total = total + STEP_WEIGHT * functional.mse_loss(steps[pieces], steps_kept[pieces])
    linked = pieces & (tags_kept.argmax(-1) > 0)
    if not linked.any():
        return total
    hidden = (1 - mask)[:, None, :] * -1e4
    for link in range(LINKS):
        ours, theirs = (link_scores(one, link) + hidden for one in (vectors, vectors_kept))
        total = total + LINK_WEIGHT * _divergence(ours[linked], theirs[linked])
    return total


def _divergence(scores: Tensor, kept: Tensor) -> Tensor:
    """Return the mean divergence of distributions given as scores [many, choices]."""
    return functional.kl_div(scores.log_softmax(-1), kept.log_softmax(-1), reduction="batchmean", log_target=True)
