"""What can be wrong in a roster, as sentences, and the bounded list of it."""

from django.utils.translation import gettext_lazy as _

from eduport.sync.types import Problem, Severity

MAX_PROBLEMS = 10_000
LONGEST_QUOTED_VALUE = 60

FILE_MESSAGES = {
    # A file as a whole.
    "missing_file": _(
        "The file %(file)s is missing. Please export all files again; "
        "until then nothing that is missing is removed."
    ),
    "truncated_file": _(
        "The file %(file)s is empty or ends in the middle of a row. "
        "Please transfer it again."
    ),
    "quote_not_closed": _(
        "In the file %(file)s a quotation mark is opened near row %(row)s and not "
        "closed; nothing after it can be read. Please correct the row."
    ),
    "nul_bytes": _(
        "The file %(file)s contains zero bytes, so it is no text file. "
        "Please export it as CSV in UTF-8."
    ),
    "line_too_long": _(
        "The file %(file)s has a line of more than a million characters, so it is no "
        "table. Please export it as CSV with one record a line."
    ),
    "bad_encoding": _(
        "The file %(file)s is neither UTF-8, UTF-16 nor Windows-1252. "
        "Please export it as CSV in UTF-8."
    ),
    "duplicate_headings": _(
        "In the file %(file)s the heading “%(headings)s” occurs more than once, so "
        "its values are ambiguous. Please rename or remove one column."
    ),
    "missing_headings": _(
        "In the file %(file)s these headings are missing: %(missing)s. "
        "Found were: %(found)s. Please add the columns."
    ),
    # One row.
    "wrong_field_count": _(
        "Row %(row)s of %(file)s has %(found)s fields instead of %(expected)s. "
        "Please check its separators and quotation marks."
    ),
    "bad_quoting": _(
        "Row %(row)s of %(file)s has text after a closing quotation mark. "
        "Please double quotation marks inside a value."
    ),
    "required_field_empty": _(
        "In row %(row)s of %(file)s the field “%(field)s” is empty. "
        "Please fill it in the school administration system."
    ),
    "field_too_long": _(
        "In row %(row)s of %(file)s the field “%(field)s” is longer than %(limit)s "
        "characters. Please shorten it."
    ),
    "unknown_role": _(
        "In row %(row)s of %(file)s the role “%(value)s” is not known. "
        "Please use one of the roles of the format."
    ),
    "unknown_status": _(
        "In row %(row)s of %(file)s the status “%(value)s” is not known. "
        "Please use active or tobedeleted."
    ),
    "unknown_organisation_type": _(
        "In row %(row)s of %(file)s the type “%(value)s” is not known. "
        "Please use school, or the type of a node above schools."
    ),
    "unknown_session_kind": _(
        "In row %(row)s of %(file)s the kind of period “%(value)s” is not known. "
        "Please use schoolYear, semester or term."
    ),
    "unknown_group_kind": _(
        "In row %(row)s of %(file)s the kind of group “%(value)s” is not known. "
        "Please use class, course, department or team."
    ),
    "unknown_yes_no": _(
        "In row %(row)s of %(file)s the field “%(field)s” says “%(value)s”. "
        "Please write yes or no."
    ),
    "bad_date": _(
        "In row %(row)s of %(file)s the field “%(field)s” holds “%(value)s”, which "
        "is not a date. Please write %(example)s."
    ),
    "bad_school_year": _(
        "In row %(row)s of %(file)s the school year “%(value)s” cannot be read. "
        "Please write it like 2026/27."
    ),
    "dates_reversed": _(
        "In row %(row)s of %(file)s the end lies before the start. "
        "Please correct the dates."
    ),
    "bad_school_code": _(
        "In row %(row)s of %(file)s no school code can be made of “%(value)s”. "
        "Please give a code of letters and digits."
    ),
    # Worth knowing.
    "role_without_account": _(
        "In %(file)s the role “%(value)s” occurs in %(count)s rows. "
        "This role gets no account, so the rows were left out."
    ),
    "relationships_not_read": _(
        "The file %(file)s was not read: guardians and relatives get no account."
    ),
    "disabled_users": _(
        "In %(file)s %(count)s persons are marked as not enabled. "
        "They are read like all others; please lock them in the portal if needed."
    ),
    "several_sessions": _(
        "In row %(row)s of %(file)s the group belongs to several periods (%(value)s). "
        "It was put into %(chosen)s."
    ),
    "no_manifest": _(
        "The file manifest.csv is missing, so every file was read as complete. "
        "Please export it as well."
    ),
    "file_not_in_manifest": _(
        "The file %(file)s is there, but the manifest says that it is absent. "
        "It was not read. Please correct the manifest if it should be."
    ),
    "groups_not_delivered": _(
        "The export holds no classes or groups. Those that exist stay as they are."
    ),
    "windows_encoding": _(
        "The file %(file)s is not UTF-8 and was read as Windows-1252. "
        "Please look at some names with special letters."
    ),
    "more_problems": _(
        "There are %(count)s further problems that are not listed. "
        "Please correct the listed ones first."
    ),
}

# Found when the rows are compared with each other and with what is stored.
PLANNING_MESSAGES = {
    "duplicate_key": _(
        "Row %(row)s of %(file)s has the key “%(key)s”, which an earlier row has "
        "already. The first one counts; please remove one of them."
    ),
    "school_code_twice": _(
        "The school code “%(code)s” of %(school)s in row %(row)s of %(file)s is that "
        "of another school, too. Please give every school its own."
    ),
    "school_code_taken": _(
        "The school code “%(code)s” of %(school)s in row %(row)s of %(file)s belongs "
        "to another school already. The school keeps its present code."
    ),
    "unknown_school": _(
        "Row %(row)s of %(file)s names the school “%(key)s”, which is not among the "
        "schools. Please export the school as well."
    ),
    "unknown_person": _(
        "Row %(row)s of %(file)s names the person “%(key)s”, who is not among the "
        "persons. Please export the person as well."
    ),
    "unknown_group": _(
        "Row %(row)s of %(file)s names the group “%(key)s”, which is not among the "
        "groups. Please export the group as well."
    ),
    "group_without_session": _(
        "The group “%(group)s” in row %(row)s of %(file)s names the period “%(key)s”, "
        "which is not among the periods. Please export the period as well."
    ),
    "name_without_letters": _(
        "No mail address can be made of the name in row %(row)s of %(file)s. "
        "Please correct the name in the school administration system."
    ),
    "school_not_switched_on": _(
        "%(school)s is not switched on for pupils yet, so %(count)s pupils of %(file)s "
        "were left out."
    ),
    "roles_have_ended": _(
        "%(count)s roles in %(file)s have ended before %(day)s, the last one on "
        "%(last)s, and give no account. Please read the roster as of an earlier day "
        "if that is what you want."
    ),
    "adoption_proposed": _(
        "%(name)s in row %(row)s of %(file)s may have an account already that was made "
        "by hand. Please decide on the proposal."
    ),
}
PROBLEM_MESSAGES = FILE_MESSAGES | PLANNING_MESSAGES


def sentence(problem: Problem) -> str:
    """The problem as a sentence in the reader's language.

    Parameters that an older record lacks are left empty, so that a report of last
    year can still be shown.
    """
    params = {"file": problem.file, "row": problem.row, "field": problem.field}
    return str(PROBLEM_MESSAGES[problem.code]) % _Lenient(params | problem.params)


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def quoted(value: str) -> str:
    """A value from a file, short enough to stand in a sentence."""
    if len(value) <= LONGEST_QUOTED_VALUE:
        return value
    return value[: LONGEST_QUOTED_VALUE - 1] + "…"


class ProblemLog:
    """Collects problems, bounded: a broken file of a million rows is one message.

    What holds or stops a run is always kept; only notes and refused rows are limited.
    """

    def __init__(self, limit: int = MAX_PROBLEMS) -> None:
        self.problems: list[Problem] = []
        self.grave = 0
        self._limit = limit
        self._left_out: dict[str, str] = {}

    def add(self, problem: Problem) -> None:
        """Keep the problem, or count it once the list is full."""
        is_grave = problem.severity in (Severity.HOLD, Severity.FATAL)
        self.grave += is_grave
        if is_grave or len(self.problems) < self._limit:
            self.problems.append(problem)
        elif self._left_out:
            self._left_out["count"] = str(int(self._left_out["count"]) + 1)
        else:
            self._left_out["count"] = "1"
            note = Problem(Severity.NOTE, "more_problems", "", params=self._left_out)
            self.problems.append(note)
        if self._left_out and problem.severity == Severity.REFUSED:
            # Whose rows they were is no longer known.
            self._left_out["refused"] = "true"

    def add_to_file(
        self, severity: Severity, code: str, file: str, **params: str
    ) -> None:
        """Report something about a file as a whole."""
        self.add(Problem(severity, code, file, params=params))
