"""Months on a desktop in two hours: `python -m benchmarks.soak`.

`parts` are what the desktop is made of, `pictures` the ways in which pictures come, `faults` what befalls the
parts, `verbs` the person who asks all the while, and `echo` what they ask beside Narrator. What is found out
is kept by `ledger`, `memory`, `processors` and `loudness`.
"""
