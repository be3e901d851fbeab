"""The columns that are read of OneRoster and School Data Sync 2.1."""

from eduport.sync.formats.tables import Columns

_STATUS = {"status": ("status",)}

ORGS = Columns(
    {"key": ("sourcedId",), "name": ("name",), "type": ("type",)},
    {
        **_STATUS,
        "parent": ("parentSourcedId",),
        "identifier": ("identifier",),
        "code": ("metadata.schoolCode",),
        "kind": ("metadata.schoolKind",),
    },
    key="key",
)
SESSIONS = Columns(
    {
        "key": ("sourcedId",),
        "title": ("title",),
        "type": ("type",),
        "start": ("startDate",),
        "end": ("endDate",),
    },
    {**_STATUS, "parent": ("parentSourcedId",)},
    key="key",
)
_PERSON = {
    "key": ("sourcedId",),
    "given_name": ("givenName",),
    "family_name": ("familyName",),
}
_PERSON_EXTRAS = {
    **_STATUS,
    "enabled": ("enabledUser",),
    "home": ("primaryOrgSourcedId",),
    # 1.2 CSV says preferredGivenName, its REST binding preferredFirstName.
    "call_name": (
        "preferredGivenName", "preferredFirstName",
        "metadata.preferredGivenName", "metadata.preferredFirstName",
    ),
}  # fmt: skip
USERS = Columns(_PERSON, _PERSON_EXTRAS, key="key")
USERS_WITH_ROLES = Columns(
    {**_PERSON, "school": ("orgSourcedIds", "orgSourcedId"), "role": ("role",)},
    _PERSON_EXTRAS,
    key="key",
)
ROLES = Columns(
    {"key": ("userSourcedId",), "school": ("orgSourcedId",), "role": ("role",)},
    {
        **_STATUS,
        "is_home": ("roleType", "isPrimary"),
        "start": ("beginDate", "roleStartDate"),
        "end": ("endDate", "roleEndDate"),
    },
    key="key",
    school="school",
)
CLASSES = Columns(
    {
        "key": ("sourcedId",),
        "title": ("title",),
        "school": ("schoolSourcedId", "orgSourcedId"),
    },
    {
        **_STATUS,
        "type": ("classType",),
        "sessions": (
            "termSourcedIds", "termSourcedId", "sessionSourcedIds", "sessionSourcedId",
        ),
        "kind": ("metadata.groupKind",),
    },
    key="key",
    school="school",
)  # fmt: skip
ENROLLMENTS = Columns(
    {"group": ("classSourcedId",), "key": ("userSourcedId",), "role": ("role",)},
    {**_STATUS, "primary": ("primary",), "school": ("schoolSourcedId",)},
    key="key",
    school="school",
)
