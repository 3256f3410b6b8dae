"""Captions and candidates for property tests: sentences as networks make them, and any row of words."""

from hypothesis import strategies as st

from narrator.description import Candidate

_WHO = (
    *("a dog", "the dog", "a brown dog", "two dogs", "a black and white dog", "a man", "a man and a woman"),
    *(
        "a young boy",
        "two men and a woman",
        "one or two people",
        "a group of people",
        "an asian woman",
        "she",
    ),
)
_DOES = (
    "is running",
    "runs",
    "are running",
    "standing",
    "is dressed",
    "jumps and spins",
    "wearing a hat",
    "",
)
_WHERE = (
    "on grass",
    "on the grass",
    "in his hand",
    "with a woman",
    "next to two dogs",
    "in a swimming pool",
    "",
)
_WORDS = sorted(
    {word for part in (*_WHO, *_DOES, *_WHERE) for word in part.split()} | {"her", "male", "s", "3"}
)

sentences = st.tuples(st.sampled_from(_WHO), st.sampled_from(_DOES), st.sampled_from(_WHERE)).map(
    lambda parts: " ".join(filter(None, parts))
)
rows_of_words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=20).map(" ".join)
captions = sentences | rows_of_words
candidates = st.lists(
    st.builds(Candidate, caption=captions, log_prob=st.floats(-9, 0), count=st.integers(1, 6)),
    min_size=1,
    max_size=8,
    unique_by=lambda candidate: candidate.caption,
)
