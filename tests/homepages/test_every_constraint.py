"""What the database keeps of homepages, broken one by one."""

import pytest

from tests.breaking import assert_refused, changed, twice
from tests.factories.homepages import (
    HomepageFactory,
    HomepagePictureFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def draft():
    return VersionFactory(published_at=None)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("homepage_host_name_is_one", changed(HomepageFactory, host_name="Schule")),
        ("homepage_host_name_is_one", changed(HomepageFactory, host_name="a..b")),
        (
            "homepage_picture_type_is_known",
            changed(HomepagePictureFactory, media_type="image/svg+xml"),
        ),
        ("homepage_picture_has_a_size", changed(HomepagePictureFactory, width=0)),
        ("homepage_one_draft", twice(draft)),
        (
            "homepage_picture_has_words",
            changed(VersionFactory, picture=HomepagePictureFactory),
        ),
        (
            "homepage_website_is_one",
            changed(VersionFactory, website="javascript:alert(1)"),
        ),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
