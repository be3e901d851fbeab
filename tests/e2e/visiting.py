"""Opens a page many times over http: `visiting.py URL HOW COUNT …`, started by tests.

HOW is `plain`, `gpc`, `dnt` or `off`: what a browser says about statistics. All of them
visit at once, from several threads.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

HEADERS = {
    "plain": {},
    "gpc": {"Sec-GPC": "1"},
    "dnt": {"DNT": "1"},
    "off": {"Cookie": "statistics=off"},
}


def visit(url: str, how: str) -> int:
    """The status of one visit."""
    with urlopen(Request(url, headers=HEADERS[how])) as answer:  # noqa: S310 -- ours
        answer.read()
        return int(answer.status)


def main(url: str, *words: str) -> None:
    """Visit in turns, so that those who decline come between those who do not."""
    pairs = zip(words[::2], words[1::2], strict=True)
    visits = [(place, how) for how, n in pairs for place in range(int(n))]
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda one: visit(url, one[1]), sorted(visits)))
    sys.exit(statuses != [200] * len(visits))


if __name__ == "__main__":
    main(*sys.argv[1:])
