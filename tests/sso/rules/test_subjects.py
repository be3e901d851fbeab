"""Pseudonyms and what stands for a secret."""

from eduport.sso.rules.claims import claims_in
from eduport.sso.rules.subjects import checksum, pairwise_session, pairwise_subject

UID = "9b2f0c51-0000-4000-8000-000000000000"


def test_a_pseudonym_never_changes():
    # Kept for ever: another value here would make everybody a stranger everywhere.
    assert (
        pairwise_subject(b"key", "moodle.example", UID)
        == "aFcGESAR82MA03HlrtE87iD817VLtSLJKb3cSPkYQtM"
    )


def test_key_sector_person_and_kind_all_matter():
    names = {
        pairwise_subject(b"key", "a", "b"),
        pairwise_subject(b"other", "a", "b"),
        pairwise_subject(b"key", "c", "b"),
        pairwise_subject(b"key", "a", "c"),
        pairwise_session(b"key", "a", "b"),
    }

    assert len(names) == 5


def test_a_checksum_has_the_length_of_its_column():
    assert len(checksum("x")) == 64


def test_a_claim_needs_its_scope_and_its_release():
    assert claims_in(["openid", "profile"], ["name", "email", "nonsense"]) == {"name"}
