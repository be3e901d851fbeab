"""Classes, courses and staff groups of a school, and who is in them."""

from collections.abc import Iterator
from math import ceil
from string import ascii_lowercase
from typing import NamedTuple

from eduport.ops.demo_city.people import (
    FIRST_SPECIALIST,
    FIRST_TEACHER,
    Person,
    Population,
    grade_of,
    staff_role,
)
from eduport.ops.demo_city.plan import CLASS_SIZE, CityPlan, Kind, School

_CLASS_TEACHERS, _TEACHERS_OF_A_CLASS = 2, 4


class Slot(NamedTuple):
    """A place in the timetable where the students of a grade split into courses."""

    code: str
    options: tuple[str, ...]
    first_grade: int
    last_grade: int
    percent: int = 100
    term: str = ""


class Group(NamedTuple):
    """A class, course, department or team."""

    key: str
    kind: str
    title: str
    grade: str
    course: str
    term: str
    subject: str = ""


class Course(NamedTuple):
    """What is taught: the course of study that groups belong to."""

    key: str
    title: str
    grade: str
    subject: str


class Membership(NamedTuple):
    """A person in a group, with the words of the file format."""

    group: str
    school: int
    person: str
    role: str
    is_leader: bool


_CLUBS = ("Chor", "Schach-AG", "Fußball", "Theater", "Schulgarten", "Robotik", "Zirkus")
_PRIMARY = (
    Slot("rel", ("Religion", "Philosophieren mit Kindern"), 1, 4),
    Slot("ag", _CLUBS, 1, 4, 60),
    Slot("fs", ("Englisch", "Leseclub"), 2, 4),
    Slot("sw", ("Schwimmen",), 3, 3, term="1"),
)
_MIDDLE = (
    Slot("rel", ("Religion", "Philosophie"), 5, 10),
    Slot("fs", ("Französisch", "Spanisch", "Latein", "Türkisch"), 6, 10),
    Slot("wp", ("Informatik", "Darstellendes Spiel", "Naturforschung"), 7, 10),
    Slot("ag", _CLUBS, 5, 10, 40),
)
_UPPER = (
    Slot("de", ("Deutsch",), 11, 13),
    Slot("en", ("Englisch",), 11, 13),
    Slot("ma", ("Mathematik",), 11, 13),
    Slot("nw", ("Biologie", "Chemie", "Physik"), 11, 13),
    Slot("gw", ("Geschichte", "Politik-Gesellschaft-Wirtschaft"), 11, 13),
    Slot("rp", ("Religion", "Philosophie"), 11, 13),
    Slot("mk", ("Kunst", "Musik", "Theater"), 11, 13),
    Slot("sp", ("Sport",), 11, 13),
    Slot("se", ("Seminar",), 11, 13, 50, "2"),
)
_VOCATIONAL = (
    Slot("fk", ("Fachkunde", "Fachpraxis"), 11, 13),
    Slot("wi", ("Wirtschaft und Gesellschaft",), 11, 13),
    Slot("sk", ("Sprache und Kommunikation", "Fachenglisch"), 11, 13),
    Slot("lf", ("Lernfeld A", "Lernfeld B"), 11, 13, 60, "1"),
)
_SPECIAL = (Slot("fo", ("Förderkurs Sprache", "Förderkurs Lernen"), 1, 10, 60),)
_SLOTS = {
    Kind.PRIMARY: _PRIMARY,
    Kind.DISTRICT: _MIDDLE + _UPPER,
    Kind.GRAMMAR: _MIDDLE + _UPPER,
    Kind.VOCATIONAL: _VOCATIONAL,
    Kind.SPECIAL: _SPECIAL,
}

_DEPARTMENTS = {
    Kind.PRIMARY: ("Deutsch", "Mathematik", "Sachunterricht", "Musik und Kunst"),
    Kind.VOCATIONAL: ("Fachtheorie", "Fachpraxis", "Sprachen", "Wirtschaft", "Sport"),
    Kind.SPECIAL: ("Lernen", "Sprache", "Beratung"),
}
_SECONDARY_DEPARTMENTS = (
    "Deutsch",
    "Mathematik",
    "Englisch",
    "Naturwissenschaften",
    "Gesellschaftswissenschaften",
    "Fremdsprachen",
    "Künste",
    "Sport",
    "Informatik",
)
_TEAMS = ("Schulleitungsteam", "Beratungsdienst", "Steuergruppe")


def groups(plan: CityPlan, school: School) -> Iterator[Group]:
    """All groups of a school in the plan's year."""
    term = f"SY{plan.year}"
    for cohort, grade in _cohorts(plan, school):
        course = _course_key(plan, school, grade, "kl", 0)
        for index in range(plan.class_count(school, cohort)):
            title = _class_title(school, cohort, grade, index)
            key = _class_key(school.index, cohort, index)
            yield Group(key, "class", title, f"{grade:02d}", course, term)
        yield from _course_groups(plan, school, cohort, grade)
    yield from _staff_groups(school)


def courses(plan: CityPlan, school: School) -> Iterator[Course]:
    """What the groups of a school are instances of."""
    for _cohort, grade in _cohorts(plan, school):
        key, level = _course_key(plan, school, grade, "kl", 0), f"{grade:02d}"
        yield Course(key, f"Klassenunterricht Jahrgang {grade}", level, "")
        for slot in _slots(school, grade):
            for number, option in enumerate(slot.options):
                key = _course_key(plan, school, grade, slot.code, number)
                yield Course(key, f"{option} Jahrgang {grade}", level, option)
    yield Course(f"F{school.index:04d}-kollegium", "Kollegium", "", "")


def memberships(plan: CityPlan, people: Population) -> Iterator[Membership]:
    """Where the people of a school belong, guests at other schools included."""
    for student in people.students:
        yield from _student_memberships(plan, student)
    yield from _teaching(plan, people)
    for slot, person in enumerate(people.staff):
        if person:
            yield from _staff_memberships(plan, people.school, slot, person)


def _cohorts(plan: CityPlan, school: School) -> Iterator[tuple[int, int]]:
    for age in range(school.grade_count):
        yield plan.year - age, school.first_grade + age


def _slots(school: School, grade: int) -> Iterator[Slot]:
    for slot in _SLOTS[school.kind]:
        if slot.first_grade <= grade <= slot.last_grade:
            yield slot


def _class_key(school: int, cohort: int, index: int) -> str:
    # The year of entry instead of the grade: the class keeps it when it moves up.
    return f"K{school:04d}-{cohort}-{_letters(index)}"


def _class_title(school: School, cohort: int, grade: int, index: int) -> str:
    if school.kind is Kind.VOCATIONAL:
        return f"BS{cohort % 100}-{_letters(index).upper()}"
    return f"{grade}{_letters(index)}"


def _letters(index: int) -> str:
    letter = ascii_lowercase[index % len(ascii_lowercase)]
    before = index // len(ascii_lowercase)
    return _letters(before - 1) + letter if before else letter


def _course_key(
    plan: CityPlan, school: School, grade: int, code: str, option: int
) -> str:
    return f"F{school.index:04d}-{plan.year}-{grade:02d}{code}{option}"


def _sections(plan: CityPlan, school: School, cohort: int, slot: Slot) -> int:
    size = plan.cohort_size(school, cohort) * slot.percent / 100
    return max(1, ceil(size / CLASS_SIZE))


def _section_key(
    plan: CityPlan, school: int, grade: int, slot: Slot, section: int
) -> str:
    return f"C{school:04d}-{plan.year}-{grade:02d}{slot.code}{section + 1:02d}"


def _course_groups(
    plan: CityPlan, school: School, cohort: int, grade: int
) -> Iterator[Group]:
    for slot in _slots(school, grade):
        term = f"SY{plan.year}-{slot.term}" if slot.term else f"SY{plan.year}"
        for section in range(_sections(plan, school, cohort, slot)):
            option = section % len(slot.options)
            subject = slot.options[option]
            yield Group(
                _section_key(plan, school.index, grade, slot, section),
                "course",
                f"{subject} {grade}.{section + 1}",
                f"{grade:02d}",
                _course_key(plan, school, grade, slot.code, option),
                term,
                subject,
            )


def _departments(school: School) -> tuple[str, ...]:
    return _DEPARTMENTS.get(school.kind, _SECONDARY_DEPARTMENTS)


def _staff_groups(school: School) -> Iterator[Group]:
    course = f"F{school.index:04d}-kollegium"
    for n, title in enumerate(_departments(school)):
        key = _department_key(school.index, n)
        yield Group(key, "department", f"Fachbereich {title}", "", course, "")
    for n, title in enumerate(_TEAMS):
        yield Group(_team_key(school.index, n), "team", title, "", course, "")
    for n in range(school.grade_count):
        title = f"Jahrgangsteam {school.first_grade + n}"
        key = _team_key(school.index, len(_TEAMS) + n)
        yield Group(key, "team", title, "", course, "")


def _department_key(school: int, number: int) -> str:
    return f"D{school:04d}-{number:02d}"


def _team_key(school: int, number: int) -> str:
    return f"T{school:04d}-{number:02d}"


def _student_memberships(plan: CityPlan, student: Person) -> Iterator[Membership]:
    school = plan.all_schools[student.school]
    grade, key = grade_of(plan, school, student.cohort), student.key
    room = _class_key(school.index, student.cohort, student.class_index)
    yield Membership(room, school.index, key, "student", is_leader=False)
    row = student.number // school.grade_count
    for n, slot in enumerate(_slots(school, grade)):
        if (row * 37 + n * 11) % 100 < slot.percent:
            count = _sections(plan, school, student.cohort, slot)
            # Rows turn from slot to slot, so that a class does not stay together.
            section = (row + n * (row // count)) % count
            group = _section_key(plan, school.index, grade, slot, section)
            yield Membership(group, school.index, key, "student", is_leader=False)
    if student.second >= 0:
        yield _guest_student(plan, student, grade)


def _guest_student(plan: CityPlan, student: Person, grade: int) -> Membership:
    slot = next(_slots(plan.all_schools[student.second], grade))
    group = _section_key(plan, student.second, grade, slot, 0)
    return Membership(group, student.second, student.key, "student", is_leader=False)


def _teaching(plan: CityPlan, people: Population) -> Iterator[Membership]:
    """Class teachers stay with their class; courses go round the staff room."""
    school = people.school
    teachers = [n for n in range(school.staff) if _teaches(n)]
    turn = 0
    for cohort, grade in _cohorts(plan, school):
        for index in range(plan.class_count(school, cohort)):
            group, start = _class_key(school.index, cohort, index), cohort * 13 + index
            for n in range(min(_TEACHERS_OF_A_CLASS, len(teachers))):
                slot = teachers[(start * 3 + n) % len(teachers)]
                yield from _taught_by(
                    people, slot, group, is_leader=n < _CLASS_TEACHERS
                )
        for course in _course_groups(plan, school, cohort, grade):
            slot = teachers[turn % len(teachers)]
            turn += 1
            yield from _taught_by(people, slot, course.key, is_leader=True)


def _teaches(slot: int) -> bool:
    return staff_role(slot) == "Lehr"


def _taught_by(
    people: Population, slot: int, group: str, *, is_leader: bool
) -> Iterator[Membership]:
    if person := people.staff[slot]:
        yield Membership(
            group, people.school.index, person.key, "teacher", is_leader=is_leader
        )


def _staff_memberships(
    plan: CityPlan, school: School, slot: int, person: Person
) -> Iterator[Membership]:
    role = "administrator" if person.role in {"Leit", "SchB"} else "teacher"
    for group, is_leader in _staff_places(school, slot, person):
        yield Membership(group, school.index, person.key, role, is_leader)
    if person.second >= 0:
        for group in (
            _department_key(person.second, 0),
            _class_key(person.second, plan.year, 0),
        ):
            yield Membership(group, person.second, person.key, "teacher", False)  # noqa: FBT003


def _staff_places(
    school: School, slot: int, person: Person
) -> Iterator[tuple[str, bool]]:
    """The departments and teams of a post, and whether it leads them."""
    if person.role in {"Leit", "SchB"}:
        yield _team_key(school.index, 0), person.role == "Leit"
        return
    if person.role == "NLehr":
        yield _team_key(school.index, 1), slot == FIRST_SPECIALIST
    count = len(_departments(school))
    turn, department = divmod(slot - FIRST_TEACHER, count)
    yield _department_key(school.index, department), turn == 0
    if second := (turn + 1) % count:
        yield _department_key(school.index, (department + second) % count), False
    turn, grade = divmod(slot - FIRST_TEACHER, school.grade_count)
    yield _team_key(school.index, len(_TEAMS) + grade), turn == 0
    if slot % 9 == FIRST_TEACHER:
        yield _team_key(school.index, 2), slot == FIRST_TEACHER
