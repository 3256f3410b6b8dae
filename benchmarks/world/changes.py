"""In what two versions' answers differ, file by file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.world.answer import Answer

_ASPECTS: Mapping[str, Callable[[Answer], object]] = {
    "another reason": lambda answer: answer.said if answer.outcome != "described" else None,
    "another size": lambda answer: answer.size,
    "another kind": lambda answer: answer.kind,
    "other words of a person or program": lambda answer: (answer.written, answer.written_by),
    "other colours": lambda answer: answer.colours,
    "other text": lambda answer: answer.text,
    "another caption": lambda answer: answer.caption,
    "said otherwise": lambda answer: answer.said,
}
"""What is compared where the outcome is the same, what tells most of a picture first."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A file whose answer differs, and how."""

    kind: str
    """The first thing that differs: "refused, now described", "another size", ..."""
    before: Answer
    after: Answer


def changes(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> Iterator[Change]:
    """What differs in files that both have, with the same bytes."""
    for file in _in_both(before, after):
        if kind := _kind(before[file], after[file]):
            yield Change(kind=kind, before=before[file], after=after[file])


def report(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> Iterator[str]:
    """Lines to print: how many of each kind, then every file with both answers, kind by kind."""
    by_kind: dict[str, list[Change]] = {}
    for change in changes(before, after):
        by_kind.setdefault(change.kind, []).append(change)
    order = sorted(by_kind, key=lambda kind: (kind in _ASPECTS and list(_ASPECTS).index(kind) + 1, kind))
    both = len(_in_both(before, after))
    yield f"{both} files in both, {len(before) - both} only before, {len(after) - both} only after"
    yield f"{both - sum(map(len, by_kind.values()))} answered as before"
    yield from (f"{len(by_kind[kind])} {kind}" for kind in order)
    for kind in order:
        yield f"\n{kind} ({len(by_kind[kind])})"
        for change in sorted(by_kind[kind], key=lambda change: change.before.file):
            yield f"  {change.before.file}"
            yield f"    - {_shown(change.before)}"
            yield f"    + {_shown(change.after)}"


def _in_both(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    return [file for file in before if file in after and before[file].sha256 == after[file].sha256]


def _kind(was: Answer, now: Answer) -> str | None:
    if was.outcome != now.outcome:
        return f"{was.outcome}, now {now.outcome}"
    return next((what for what, value in _ASPECTS.items() if value(was) != value(now)), None)


def _shown(answer: Answer) -> str:
    facts = [answer.outcome if answer.kind is None else answer.kind]
    if answer.written:
        facts.append(f"written by a {answer.written_by}: {answer.written}")
    return f"[{'; '.join(facts)}] {answer.said}"
