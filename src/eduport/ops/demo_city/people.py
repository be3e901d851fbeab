"""The people of one school, today and after the changes of a day or a year."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from eduport.ops.demo_city.naming import Name, married, names
from eduport.ops.demo_city.plan import THIS_YEAR, CityPlan, Kind, School

CHANGES = ("joins", "leaves", "moves", "renames", "class_changes")

_DAILY_RATES = {
    "joins": 0.002,
    "leaves": 0.002,
    "moves": 0.0015,
    "renames": 0.0015,
    "class_changes": 0.003,
}
# Where the numbers of people begin, so that a key is never given twice.
_STAFF, _NEXT_DAY, _NEXT_YEAR, _NEW_STAFF = 50_000, 60_000, 70_000, 80_000

_LEAVES_AFTER_GRADE_10 = 0.18
_LEAVES_EARLY = 0.01
_STAFF_TURNOVER = 0.02
_UPPER_SCHOOL = 11

FIRST_TEACHER, FIRST_SPECIALIST = 2, 5
"""Posts, see staff_role."""

TOMORROW = "2026-11-24"
"""When the changes of the next day take place."""


@dataclass(frozen=True, slots=True)
class Person:
    """One human being: `school` is the home school, `second` another one or -1."""

    key: str
    number: int
    name: Name
    school: int
    role: str
    since: str
    cohort: int = 0
    class_index: int = 0
    second: int = -1


@dataclass(slots=True)
class Population:
    """Everybody whose record one school keeps; a staff member who left is None."""

    school: School
    students: list[Person]
    staff: list[Person | None]
    changes: Counter[str]

    def everybody(self) -> Iterator[Person]:
        yield from (person for person in self.staff if person)
        yield from self.students


def population(plan: CityPlan, school: School) -> Population:
    """The people of a school in the plan's variant; a pure function of the plan."""
    people = Population(
        school, _students(plan, school), _staff(plan, school), Counter()
    )
    if plan.variant == "next-day":
        _pass_a_day(plan, people)
    elif plan.variant == "next-year":
        _pass_a_year(plan, people)
    return people


def grade_of(plan: CityPlan, school: School, cohort: int) -> int:
    """The grade that those who entered in a year have reached."""
    return school.first_grade + plan.year - cohort


def _students(plan: CityPlan, school: School) -> list[Person]:
    random = plan.random(school.index, "students")
    named = names(random, school.students, adult=False)
    if len(named) > 1:
        named[1] = named[0]  # Every school has namesakes.
    return [_student(plan, school, n, name) for n, name in enumerate(named)]


def _student(plan: CityPlan, school: School, number: int, name: Name) -> Person:
    age, row = number % school.grade_count, number // school.grade_count
    cohort = THIS_YEAR - age
    second = -1
    if _is_nth(number, every=500, start=99):
        second = _peer(plan, school, school.first_grade + age, number)
    return Person(
        _key(school, number),
        number,
        name,
        school.index,
        "Lern",
        f"{cohort}-08-01",
        cohort,
        row % plan.class_count(school, cohort),
        second,
    )


def _staff(plan: CityPlan, school: School) -> list[Person | None]:
    random = plan.random(school.index, "staff")
    named = names(random, school.staff, adult=True)
    return [_employee(plan, school, n, name) for n, name in enumerate(named)]


def _employee(plan: CityPlan, school: School, slot: int, name: Name) -> Person:
    role = staff_role(slot)
    since = f"{THIS_YEAR - 1 - slot * 7 % 25}-08-01"
    second = -1
    if role == "Lehr" and _is_nth(slot + school.index * 17, every=50, start=8):
        second = _peer(plan, school, school.first_grade, slot)
    number = _STAFF + slot
    key = _key(school, number)
    return Person(key, number, name, school.index, role, since, second=second)


def staff_role(slot: int) -> str:
    """What the holder of a post does. Posts 0 and 1 are the head and the office."""
    if slot == 0:
        return "Leit"
    if slot == 1 or _is_nth(slot, every=40, start=21):
        return "SchB"
    if _is_nth(slot, every=60, start=33):
        return "Extern"
    return "NLehr" if _is_nth(slot, every=12, start=FIRST_SPECIALIST) else "Lehr"


def _is_nth(number: int, *, every: int, start: int) -> bool:
    return number % every == start


def _key(school: School, number: int) -> str:
    return f"P{school.index:04d}{number:05d}"


def _peer(plan: CityPlan, school: School, grade: int, choice: int) -> int:
    peers = plan.peers(school, grade)
    return peers[choice % len(peers)].index if peers else -1


def _pass_a_day(plan: CityPlan, people: Population) -> None:
    random = plan.random(people.school.index, "next-day")
    wanted = {
        change: int(people.school.people * rate + random.random())
        for change, rate in _DAILY_RATES.items()
    }
    _change_staff(random, people, wanted)
    day = _Day(plan, random, people, wanted)
    for position in random.sample(range(len(people.students)), len(people.students)):
        if not any(wanted[change] for change in CHANGES[1:]):
            break
        day.change_student(position)
    people.students = [student for student in people.students if student.key]
    day.join()


def _change_staff(random: Random, people: Population, wanted: dict[str, int]) -> None:
    """A wedding and, at big schools, a farewell among the staff."""
    slots = random.sample(range(1, len(people.staff)), 2)
    bride, leaver = slots
    if wanted["renames"] and (person := people.staff[bride]):
        people.staff[bride] = replace(person, name=married(random, person.name))
        wanted["renames"] -= 1
        people.changes["renames"] += 1
    if wanted["leaves"] > 1:
        people.staff[leaver] = None
        wanted["leaves"] -= 1
        people.changes["leaves"] += 1


@dataclass(frozen=True, slots=True)
class _Day:
    """The changes among the students of one school that are still to be made."""

    plan: CityPlan
    random: Random
    people: Population
    wanted: dict[str, int]

    def change_student(self, position: int) -> None:
        """Make the first change that is wanted and possible for this student."""
        student = self.people.students[position]
        for change, make in (
            ("moves", self._moved),
            ("class_changes", self._in_another_class),
            ("renames", self._renamed),
            ("leaves", self._left),
        ):
            if self.wanted[change] and (changed := make(student)):
                self.people.students[position] = changed
                self.wanted[change] -= 1
                self.people.changes[change] += 1
                return

    def join(self) -> None:
        """Those who come new get a place in the first class of a grade."""
        count, school = self.wanted["joins"], self.people.school
        for n, name in enumerate(names(self.random, count, adult=False)):
            number = _NEXT_DAY + n
            student = _student(self.plan, school, number, name)
            arrived = replace(student, class_index=0, since=TOMORROW, second=-1)
            self.people.students.append(arrived)
        self.people.changes["joins"] += count

    def _moved(self, student: Person) -> Person | None:
        grade = grade_of(self.plan, self.people.school, student.cohort)
        target = _peer(self.plan, self.people.school, grade, student.number)
        if target < 0 or student.second >= 0:
            return None
        cohort = self.plan.all_schools[target].first_grade + self.plan.year - grade
        return replace(
            student, school=target, cohort=cohort, class_index=0, since=TOMORROW
        )

    def _in_another_class(self, student: Person) -> Person | None:
        classes = self.plan.class_count(self.people.school, student.cohort)
        if classes == 1:
            return None
        return replace(student, class_index=(student.class_index + 1) % classes)

    def _renamed(self, student: Person) -> Person:
        return replace(student, name=married(self.random, student.name))

    def _left(self, student: Person) -> Person:
        return replace(student, key="")


def _pass_a_year(plan: CityPlan, people: Population) -> None:
    random = plan.random(people.school.index, "next-year")
    before = people.students
    promoted = (_promoted(plan, random, people.school, student) for student in before)
    people.students = [student for student in promoted if student]
    people.changes["leaves"] += len(before) - len(people.students)
    people.changes["moves"] += sum(
        student.school != people.school.index for student in people.students
    )
    _enter_first_grade(plan, random, people)
    _replace_staff(plan, random, people)


def _promoted(
    plan: CityPlan, random: Random, school: School, student: Person
) -> Person | None:
    """The student after the summer, None if he or she has left the city's schools."""
    grade, chance = grade_of(plan, school, student.cohort), random.random()
    if not school.has_grade(grade):
        return _transferred(plan, school, student)
    leaves_now = school.kind is Kind.DISTRICT and grade == _UPPER_SCHOOL
    if chance < (_LEAVES_AFTER_GRADE_10 if leaves_now else _LEAVES_EARLY):
        return None
    if student.second >= 0 and not plan.all_schools[student.second].has_grade(grade):
        return replace(student, second=-1)
    return student


def _transferred(plan: CityPlan, school: School, student: Person) -> Person | None:
    if not (place := plan.transfer(school.index, student.number)):
        return None
    target, arrival = place
    classes = plan.class_count(plan.all_schools[target], plan.year)
    return replace(
        student,
        school=target,
        cohort=plan.year,
        class_index=arrival % classes,
        since=f"{plan.year}-08-01",
        second=-1,
    )


def _enter_first_grade(plan: CityPlan, random: Random, people: Population) -> None:
    school = people.school
    if school.index in plan.arrivals:
        return
    count = plan.cohort_size(school, plan.year)
    classes = plan.class_count(school, plan.year)
    for n, name in enumerate(names(random, count, adult=False)):
        student = _student(plan, school, _NEXT_YEAR + n, name)
        people.students.append(
            replace(
                student,
                cohort=plan.year,
                class_index=n % classes,
                since=f"{plan.year}-08-01",
                second=-1,
            )
        )
    people.changes["joins"] += count


def _replace_staff(plan: CityPlan, random: Random, people: Population) -> None:
    for slot, name in enumerate(names(random, len(people.staff), adult=True)):
        if random.random() < _STAFF_TURNOVER:
            people.staff[slot] = replace(
                _employee(plan, people.school, slot, name),
                key=_key(people.school, _NEW_STAFF + slot),
                since=f"{plan.year}-08-01",
            )
            people.changes.update(("leaves", "joins"))
