"""Writing a city as OneRoster CSV 1.2 (1EdTech, CSV binding, bulk mode)."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from eduport.ops.demo_city.groups import Group, courses, groups, memberships
from eduport.ops.demo_city.people import CHANGES, Person, Population, population
from eduport.ops.demo_city.plan import THIS_YEAR, CityPlan, CitySummary, School
from eduport.ops.demo_city.school_names import school_code, school_name

AUTHORITY = "AUTHORITY"
HEADINGS = {
    "orgs": "name type identifier parentSourcedId "
    "metadata.schoolCode metadata.schoolKind",
    "academicSessions": "title type startDate endDate parentSourcedId schoolYear",
    "users": "enabledUser username userIds givenName familyName middleName identifier "
    "email sms phone agentSourcedIds grades password userMasterIdentifier "
    "resourceSourcedIds preferredGivenName preferredMiddleName preferredFamilyName "
    "primaryOrgSourcedId pronouns",
    "roles": "userSourcedId roleType role beginDate endDate orgSourcedId "
    "userProfileSourcedId metadata.role",
    "courses": "schoolYearSourcedId title courseCode grades orgSourcedId subjects "
    "subjectCodes",
    "classes": "title grades courseSourcedId classCode classType location "
    "schoolSourcedId termSourcedIds subjects subjectCodes periods metadata.groupKind",
    "enrollments": "classSourcedId schoolSourcedId userSourcedId role primary "
    "beginDate endDate metadata.role",
}
"""The columns of each file after sourcedId, status and dateLastModified."""

_ABSENT = (
    "categories",
    "classResources",
    "courseResources",
    "demographics",
    "lineItemLearningObjectiveIds",
    "lineItems",
    "lineItemScoreScales",
    "resources",
    "resultLearningObjectiveIds",
    "results",
    "resultScoreScales",
    "scoreScales",
    "userProfiles",
    "userResources",
)
_ROLES = {
    "Lehr": "teacher",
    "Lern": "student",
    "NLehr": "aide",
    "Leit": "principal",
    "SchB": "siteAdministrator",
    "Extern": "proctor",
}

Row = tuple[str, ...]


def write_city(plan: CityPlan, out: Path) -> CitySummary:
    """Write the city's files into a folder, school by school, and count them.

    The same plan writes the same bytes on every machine. Memory holds one school.
    """
    out.mkdir(parents=True, exist_ok=True)
    _write_manifest(out)
    counts: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    with ExitStack() as stack:
        files = {name: _open(stack, out, name) for name in HEADINGS}
        files["orgs"].writerow(_authority())
        files["academicSessions"].writerows(_sessions(plan))
        for school in plan.all_schools:
            changes.update(_write_school(plan, school, files, counts))
    return CitySummary(
        people=counts["users"],
        schools=plan.schools,
        groups=counts["classes"],
        memberships=counts["enrollments"],
        changes={change: changes[change] for change in CHANGES},
    )


def school_key(index: int) -> str:
    return f"S{index:04d}"


def _open(stack: ExitStack, out: Path, name: str) -> Any:
    path = out / f"{name}.csv"
    stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(stream, lineterminator="\r\n")  # RFC 4180 §2
    writer.writerow(
        ("sourcedId", "status", "dateLastModified", *HEADINGS[name].split())
    )
    return writer


def _write_manifest(out: Path) -> None:
    with ExitStack() as stack:
        path = out / "manifest.csv"
        stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(("propertyName", "value"))
        writer.writerow(("manifest.version", "1.0"))
        writer.writerow(("oneroster.version", "1.2"))
        modes = dict.fromkeys(_ABSENT, "absent") | dict.fromkeys(HEADINGS, "bulk")
        writer.writerows((f"file.{name}", modes[name]) for name in sorted(modes))
        writer.writerow(("source.systemName", "Demo city"))
        writer.writerow(("source.systemCode", "demo-city"))


def _write_school(
    plan: CityPlan, school: School, files: dict[str, Any], counts: Counter[str]
) -> Counter[str]:
    people = population(plan, school)
    tables = {
        "orgs": [_org_row(plan, school)],
        "users": [_user_row(plan, person) for person in people.everybody()],
        "roles": list(_role_rows(people)),
        "courses": list(_course_rows(plan, school)),
        "classes": [_class_row(school, group) for group in groups(plan, school)],
        "enrollments": list(_enrollment_rows(plan, people)),
    }
    for name, rows in tables.items():
        files[name].writerows(rows)
        counts[name] += len(rows)
    return people.changes


def _authority() -> Row:
    name = "Schulbehörde der Demostadt"
    return (AUTHORITY, "", "", name, "district", "0001", "", "", "")


def _org_row(plan: CityPlan, school: School) -> Row:
    name = school_name(school.kind, school.index, plan.random(school.index, "name"))
    number, code = f"{5000 + school.index:04d}", school_code(school.index)
    kind = school.kind.value
    key = school_key(school.index)
    return (key, "", "", name, "school", number, AUTHORITY, code, kind)


def _sessions(plan: CityPlan) -> Iterator[Row]:
    for year in range(THIS_YEAR, plan.year + 1):
        key, title, after = f"SY{year}", f"{year}/{(year + 1) % 100:02d}", str(year + 1)
        start, half, end = f"{year}-08-01", f"{after}-02-01", f"{after}-08-01"
        yield (key, "", "", title, "schoolYear", start, end, "", after)
        first, second = f"1. Halbjahr {title}", f"2. Halbjahr {title}"
        yield (f"{key}-1", "", "", first, "term", start, half, key, after)
        yield (f"{key}-2", "", "", second, "term", half, end, key, after)


def _user_row(plan: CityPlan, person: Person) -> Row:
    given, family, call = person.name
    grade = ""
    if person.cohort:
        school = plan.all_schools[person.school]
        grade = f"{school.first_grade + plan.year - person.cohort:02d}"
    key = person.key
    names = ("true", key, "", given, family, "", "", "", "", "", "", grade)
    home = school_key(person.school)
    return (key, "", "", *names, "", "", "", call, "", "", home, "")


def _role_rows(people: Population) -> Iterator[Row]:
    for person in people.everybody():
        yield _role_row(person, person.school, "primary")
        if person.second >= 0:
            yield _role_row(person, person.second, "secondary")


def _role_row(person: Person, school: int, role_type: str) -> Row:
    org, role = school_key(school), _ROLES[person.role]
    key, since = f"{person.key}.{org}", person.since
    start = (key, "", "", person.key, role_type, role, since, "", org, "")
    return (*start, person.role)


def _course_rows(plan: CityPlan, school: School) -> Iterator[Row]:
    org = school_key(school.index)
    for course in courses(plan, school):
        year = f"SY{plan.year}" if course.grade else ""
        level, subject = course.grade, course.subject
        yield (course.key, "", "", year, course.title, "", level, org, subject, "")


def _class_row(school: School, group: Group) -> Row:
    class_type = "homeroom" if group.kind == "class" else "scheduled"
    org = school_key(school.index)
    start = (group.key, "", "", group.title, group.grade, group.course, "", class_type)
    return (*start, "", org, group.term, group.subject, "", "", group.kind)


def _enrollment_rows(plan: CityPlan, people: Population) -> Iterator[Row]:
    year = f"{plan.year}-08-01"
    for group, school, person, role, is_leader in memberships(plan, people):
        begin = year if group[0] in "KC" else ""
        primary, ours = ("true", "leader") if is_leader else ("false", "member")
        key = f"{group}.{person}"
        org = school_key(school)
        yield (key, "", "", group, org, person, role, primary, begin, "", ours)
