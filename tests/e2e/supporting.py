"""People for the journey of a fault: somebody of the service desk, and a principal.

python -m tests.e2e.supporting people   prints their sessions, as JSON
python -m tests.e2e.supporting letters  prints to whom what was written
"""

import json
import sys

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role, School
from tests.e2e.scene import add_person
from tests.factories.outbox import letters

CAST = {
    "desk": (("Dieter", "Desk"), AdminRole.SERVICE_DESK, AccountKind.ADMIN),
    "principal": (("Paula", "Rektor"), Role.PRINCIPAL, AccountKind.PERSON),
}


def people() -> dict[str, dict[str, str]]:
    school = School.objects.get(code="hafen")
    return {key: add_person(key, *who, school) for key, who in CAST.items()}


if __name__ == "__main__":
    told = {"people": people, "letters": lambda: [(o.to, o.subject) for o in letters()]}
    json.dump(told[sys.argv[1]](), sys.stdout)
