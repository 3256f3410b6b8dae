"""What the model card says of the sentences that are told, beside the whole captions."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from training.data.datasets import Example
from training.failures import count_failures
from training.terminal.markdown import markdown_table
from training.trust.rightness import Verdict, judge

_TEMPLATE = """\
## Whole captions and what is told of them

"whole" is the most probable caption, "told" what is left of it, with figures from five-fold cross-fitting.
Unsupported is what none of those who described a picture says, of the words in the lists of
`training/trust/claims.py`. "All borne out" are sentences of which people say every word that claims
something, be it in these lists or not, and "nothing borne out" those of which they say none: these come from
the language alone. "Right" is the measure for whole captions: two thirds of these words, and some CIDEr-D, of
which a short sentence has little.

{table}

Words that are told most often without support, and a sentence with each:

{examples}
"""
_COUNTED = ("things", "actions", "colours")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What is said of one picture."""

    dataset: str
    example: Example
    caption: str
    told: str | None


def told_section(sentences: Sequence[Sentence]) -> str:
    """The section as Markdown; a row for the whole captions of each set, and one for what is told of them."""
    rows = []
    examples = []
    for dataset in dict.fromkeys(each.dataset for each in sentences):
        some = [each for each in sentences if each.dataset == dataset]
        rows.append((f"{dataset}, whole", *_cells(some, [each.caption for each in some])))
        rows.append((f"{dataset}, told", *_cells(some, [each.told for each in some])))
        examples += _examples(dataset, some)
    head = (
        "pictures",
        "with a scene",
        "words",
        *(f"unsupported {kind}" for kind in _COUNTED),
        "all borne out",
        "nothing borne out",
        "right",
    )
    return _TEMPLATE.format(table=markdown_table(head, rows), examples="\n".join(examples))


def _cells(sentences: Sequence[Sentence], said: Sequence[str | None]) -> tuple[object, ...]:
    references = [each.example.captions for each in sentences]
    verdicts: list[Verdict] = judge([text or "" for text in said], references)
    scenes = [number for number, text in enumerate(said) if text]
    captions = [said[number] or "" for number in scenes]
    failures = {
        each.kind: each for each in count_failures(captions, [sentences[number].example for number in scenes])
    }
    return (
        f"{len(scenes) / len(said):.0%}",
        f"{fmean(len(caption.split()) for caption in captions):.1f}" if captions else "-",
        *(
            f"{failures[kind].unsupported / failures[kind].claims:.1%} of {failures[kind].claims}"
            if failures[kind].claims
            else "-"
            for kind in _COUNTED
        ),
        _share([verdicts[number].true for number in scenes]),
        _share([verdicts[number].precision == 0 for number in scenes]),
        _share([verdicts[number].right for number in scenes]),
    )


def _examples(dataset: str, sentences: Sequence[Sentence]) -> list[str]:
    told = [(each.told, each.example) for each in sentences if each.told]
    counted = count_failures([sentence for sentence, _ in told], [example for _, example in told])
    return [
        f"* {dataset}, {failures.kind}: "
        + "; ".join(f'{word} ("{sentence}")' for sentence, word in failures.examples)
        for failures in counted
        if failures.kind in _COUNTED and failures.examples
    ]


def _share(held: Sequence[bool]) -> str:
    return f"{fmean(held):.0%}" if held else "-"
