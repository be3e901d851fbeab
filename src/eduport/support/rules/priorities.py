"""How urgent a fault is: by its effect, and by how many it hits."""

from datetime import timedelta
from typing import NamedTuple

# Plain Python: the values of models.Effect and models.Spread, checked by a test.
PRIORITIES = {
    ("stopped", "school"): 1,
    ("stopped", "class"): 2,
    ("hindered", "school"): 2,
    ("stopped", "one"): 3,
    ("hindered", "class"): 3,
    ("hindered", "one"): 4,
    ("minor", "school"): 4,
    ("minor", "class"): 4,
    ("minor", "one"): 4,
}


class Target(NamedTuple):
    """Within how many hours of work somebody answers, and it is solved."""

    first_answer: timedelta
    solution: timedelta


TARGETS = {
    1: Target(timedelta(hours=1), timedelta(hours=4)),
    2: Target(timedelta(hours=2), timedelta(hours=10)),
    3: Target(timedelta(hours=4), timedelta(hours=30)),
    4: Target(timedelta(hours=10), timedelta(hours=50)),
}


def priority_of(effect: str, spread: str) -> int:
    """From 1, the most urgent, to 4. Nobody chooses it: the facts do."""
    return PRIORITIES[effect, spread]
