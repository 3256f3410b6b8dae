"""What the decoder is shown while it learns from people's captions, where it is not those alone.

Reading only what people wrote, it never meets a mistake of its own before it is used, and leans on the words
more than on the picture.
"""

import torch
from torch import Tensor

from models.captioner import Captioner
from models.decoders import Tensors
from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN

_NEVER_SHOWN = (PAD, START, END, UNKNOWN)
"""What the runtime never shows the decoder after the start: it says no unknown word and stops at the end."""


@torch.no_grad()
def mix_own_words(captioner: Captioner, features: Tensors, shown: Tensor, probability: float) -> Tensor:
    """Scheduled sampling (Bengio et al. 2015, arXiv:1506.03099): words [P, K, T], some the captioner's own.

    With this probability a word is replaced by one that the captioner draws after people's words before it.
    All are drawn in one pass over people's captions, a second one learns from the mixture (Mihaylova and
    Martins 2019, arXiv:1906.07651): so it is the same for decoders that read a caption at once.
    """
    if probability == 0:
        return shown
    logits = captioner.read(features, shown).float()
    logits = logits.index_fill(-1, torch.tensor(_NEVER_SHOWN, device=logits.device), -torch.inf)
    drawn = torch.multinomial(logits.softmax(dim=-1).flatten(0, 2), 1).view_as(shown)
    # What is drawn after a word is shown in the place of the next.
    own = torch.cat([shown[:, :, :1], drawn[:, :, :-1]], dim=-1)
    return torch.where(_chosen(shown, probability), own, shown)


def drop_words(shown: Tensor, share: float) -> Tensor:
    """Word dropout (Bowman et al. 2016, arXiv:1511.06349): a share of words [P, K, T] becomes unknown."""
    return shown if share == 0 else shown.masked_fill(_chosen(shown, share), UNKNOWN)


def _chosen(shown: Tensor, probability: float) -> Tensor:
    """True with this probability, at words only: [P, K, T]."""
    chosen = torch.rand(shown.shape, device=shown.device) < probability
    return chosen & (shown != PAD) & (shown != START)
