"""What services can be told about a person, and in which scope it comes."""

from collections.abc import Iterable

SCOPES = {
    "openid": "pseudonymous identifier",
    "profile": "name",
    "email": "mail address at the home school",
    "school": "schools and roles",
    "groups": "classes, courses and other groups",
    "offline_access": "stay signed in",
}

CLAIM_SCOPES = {
    "name": "profile",
    "given_name": "profile",
    "family_name": "profile",
    "locale": "profile",
    "email": "email",
    "email_verified": "email",
    "home_school": "school",
    "schools": "school",
    "roles": "school",
    "groups": "groups",
}

# The wire names of Schulconnex' "Rolle"; the keys are the values of `people.Role`.
SCHULCONNEX_CODES = {
    "teacher": "Lehr",
    "student": "Lern",
    "specialist": "NLehr",
    "principal": "Leit",
    "office": "SchB",
    "external": "Extern",
}


def claims_in(scopes: Iterable[str], released: Iterable[str]) -> frozenset[str]:
    """The claims that were asked for and that the app may have."""
    asked = set(scopes)
    return frozenset(name for name in released if CLAIM_SCOPES.get(name) in asked)


def unknown_names(scopes: Iterable[str], claims: Iterable[str]) -> list[str]:
    """What is neither a scope nor a claim of ours."""
    return sorted({*scopes} - {*SCOPES} | {*claims} - {*CLAIM_SCOPES})
