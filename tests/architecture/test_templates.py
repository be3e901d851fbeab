"""Templates depend downwards only, as the Python does."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src/eduport"
# From the bottom up; neighbours in a row are strangers to each other.
LAYERS = [["web"], ["search"], ["outbox"], ["audit"], ["people"], ["accounts"]]
LAYERS += [
    [
        "guides",
        "inquiries",
        "sync",
        "sso",
        "stats",
        "status",
        "news",
        "training",
        "pages",
    ],
    ["administration"],
    ["support"],
    ["gateway"],
    ["homepages"],
    ["portal"],
    ["privacy"],
]
LEVELS = {domain: level for level, row in enumerate(LAYERS) for domain in row}
LINK = re.compile(r"""\{%\s*url\s+["'](\w+):""")
PART = re.compile(r"""\{%\s*(?:extends|include)\s+["'](\w+)/""")


def references(template):
    text = template.read_text()
    # The shell shows links into domains that may be missing: `{% url … as … %}`.
    links = [] if template.is_relative_to(PACKAGE / "web") else LINK.findall(text)
    return {*links, *PART.findall(text)} & LEVELS.keys()


def is_allowed(domain, other):
    return other == domain or LEVELS[other] < LEVELS[domain]


def test_templates_use_only_domains_below():
    upwards = [
        f"{template.relative_to(PACKAGE)} uses {other}"
        for domain in LEVELS
        for template in (PACKAGE / domain).glob("templates/**/*.html")
        for other in sorted(references(template))
        if not is_allowed(domain, other)
    ]

    assert upwards == []


def test_every_domain_with_templates_has_its_layer():
    with_templates = {path.parent.name for path in PACKAGE.glob("*/templates")}

    assert with_templates - LEVELS.keys() == set()
