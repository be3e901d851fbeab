"""The closed lists of words that rosters use, and what they mean to us."""

from eduport.sync.formats.columns import NO_ACCOUNT

TEACHER = "teacher"
STUDENT = "student"
SPECIALIST = "specialist"
PRINCIPAL = "principal"
OFFICE = "office"
EXTERNAL = "external"

MEMBER = "member"
LEADER = "leader"

CLASS = "class"
COURSE = "course"
DEPARTMENT = "department"
TEAM = "team"

SCHOOL_YEAR = "school_year"
TERM = "term"

DELETED = {"": False, "active": False, "inactive": True, "tobedeleted": True}
"""`inactive` is what versions before OneRoster 1.1 and School Data Sync 1 say."""

TRUE_FALSE = {"": False, "true": True, "false": False, "1": True, "0": False}

# Guardians and relatives have no account; administrators of systems and districts get
# theirs by appointment in the portal, never from a feed.
_WITHOUT_ACCOUNT = dict.fromkeys(
    (
        "guardian", "parent", "relative", "otherguardian", "stepparent",
        "parentguardian",
        "grandparent", "aunt", "uncle", "sibling", "emergencycontact", "doctor",
        "systemadministrator", "districtadministrator", "sysadmin", "alumni",
    ),
    NO_ACCOUNT,
)  # fmt: skip

ONEROSTER_ROLES = {
    "teacher": TEACHER,
    "student": STUDENT,
    "principal": PRINCIPAL,
    "administrator": OFFICE,
    "siteadministrator": OFFICE,
    "aide": SPECIALIST,
    "counselor": SPECIALIST,
    "proctor": EXTERNAL,
    **_WITHOUT_ACCOUNT,
}

_SPECIALISTS = (
    "aide", "advisor", "counselor", "guidancecounselor", "instructionalaide",
    "occupationaltherapist", "paraprofessional", "physicaltherapist", "nurse",
    "schoolnurse", "schoolpsychologist", "socialworker", "specialservices",
    "speechtherapist", "visiontherapist", "itinerantteacher", "coach", "librarian",
    "teacherassistant", "teachingassistant", "graduateassistant",
)  # fmt: skip
_TEACHERS = (
    "teacher", "professor", "faculty", "chair", "adjunct", "instructor", "lecturer",
    "researcher",
)  # fmt: skip
_OFFICE = (
    "administrator", "schooladmin", "schooladministrator", "siteadministrator",
    "officestaff", "staff", "clerk", "registrar",
)  # fmt: skip
_EXTERNALS = (
    "affiliate", "proctor", "substitute", "substituteteacher", "visitingteacher",
    "volunteer", "observer", "other", "maintenance",
)  # fmt: skip

SDS_ROLES = {
    **dict.fromkeys(_TEACHERS, TEACHER),
    **dict.fromkeys(_SPECIALISTS, SPECIALIST),
    **dict.fromkeys(_OFFICE, OFFICE),
    **dict.fromkeys(_EXTERNALS, EXTERNAL),
    "student": STUDENT,
    "principal": PRINCIPAL,
    "assistantprincipal": PRINCIPAL,
    "viceprincipal": PRINCIPAL,
    **_WITHOUT_ACCOUNT,
}

# Who teaches a class leads its group; everybody else with an account is in it.
ENROLLMENT_ROLES = {
    word: LEADER if role == TEACHER else role and MEMBER
    for word, role in {**SDS_ROLES, **ONEROSTER_ROLES}.items()
}
PRIMARY_ENROLLMENT_ROLES = {
    word: LEADER if role and role != STUDENT else role and MEMBER
    for word, role in {**SDS_ROLES, **ONEROSTER_ROLES}.items()
}

_SCHOOLS = ("school", "college", "university", "campus", "adulteducation")
_NODES = (
    "department", "district", "local", "state", "national", "departmentofeducation",
    "ministryofeducation", "localauthority", "region", "division", "province",
    "municipality", "academictrust", "researchcenter", "program",
)  # fmt: skip
IS_SCHOOL = {**dict.fromkeys(_SCHOOLS, True), **dict.fromkeys(_NODES, False)}

SESSION_KINDS = {
    "schoolyear": SCHOOL_YEAR,
    **dict.fromkeys(
        ("term", "semester", "gradingperiod", "quarter", "trimester", "summerterm",
         "halfsemester", "fullsemester", "minisession", "markingperiod", "session",
         "fallsemester", "springsemester", "quinmester", "fullschoolyear"),
        TERM,
    ),
}  # fmt: skip
SESSION_KINDS["fullschoolyear"] = SCHOOL_YEAR

CLASS_TYPES = {"": COURSE, "scheduled": COURSE, "other": COURSE, "homeroom": CLASS}
GROUP_KINDS = {kind: kind for kind in (CLASS, COURSE, DEPARTMENT, TEAM)}
PERMANENT_KINDS = (DEPARTMENT, TEAM)
