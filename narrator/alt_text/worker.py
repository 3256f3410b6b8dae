"""The process that writes words, `python -m narrator.alt_text.worker`: orders in, results out.

Files from anywhere are opened here, so that one which ends or holds up its reader costs one picture. A reply
has `outcome` and `reason`, or, where the disk is full, `full`.
"""

import errno

from narrator.alt_text.comment import comment_on
from narrator.alt_text.order import Order
from narrator.alt_text.outcome import Outcome, Result
from narrator.alt_text.writing import (
    SHOWS_ANOTHER,
    is_described,
    shows_another,
    write_beside,
    write_copy,
    write_into,
)
from narrator.picture.files import short_name
from narrator.workers.answering import Answer, answer_requests
from narrator.workers.messages import Message

_FULL = {errno.ENOSPC, errno.EDQUOT}


def fulfilled(order: Order) -> Result:
    """Do what is to be done for a picture. Raises OSError when the disk is full."""
    try:
        results = list(_results(order))
    except OSError as error:
        if error.errno in _FULL:
            raise
        reason = f"For {short_name(order.picture)} nothing can be written ({error.strerror})."
        return Result(outcome=Outcome.FAILED, reason=reason)
    return max(results, key=lambda result: list(Outcome).index(result.outcome), default=_NOTHING)


_NOTHING = Result(outcome=Outcome.SAME)


def _results(order: Order) -> list[Result]:
    if order.words and order.digest and shows_another(order.picture, order.digest):
        return [Result(outcome=Outcome.FAILED, reason=f"{short_name(order.picture)} {SHOWS_ANOTHER}.")]
    results = []
    file = order.copy or order.picture
    if order.copy:
        results.append(write_copy(order.picture, order.copy, order.words))
    elif order.in_place and order.words:
        results.append(write_into(order.picture, order.words))
    if order.beside and order.words:
        results.append(write_beside(order.picture, order.words))
    own = any(result.outcome is Outcome.OWN for result in results)
    if order.comment and not results and order.words:
        own = is_described(order.picture)
    if own and not results:
        results.append(Result(outcome=Outcome.OWN))
    elif order.comment and order.words and not own:
        results.append(comment_on(file, order.words))
    return results


def main() -> None:
    """Answer requests until standard input ends."""
    answer_requests(lambda _: _answer)


def _answer(request: Message) -> Answer:
    try:
        result = fulfilled(Order.from_message(request.header))
    except OSError as error:
        return {"full": error.strerror}, b""
    return {"outcome": result.outcome.value, "reason": result.reason}, b""


if __name__ == "__main__":
    main()
