"""What the addresses of the information site and of its editor name."""

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection

from eduport.pages.models import Picture, Shipped
from eduport.pages.services.versions import content_of_page
from eduport.people.models import School
from tests.factories.pages import (
    DocumentFactory,
    PageFactory,
    PictureFactory,
    body_of,
    school_page,
)
from tests.factories.people import NOON

Keys = dict[str, object]
Fixed = dict[str, Keys]


def pages_of(school: School) -> tuple[Fixed, Keys]:
    """A page of the school with an earlier version, a picture, a file, a redirect."""
    branch = school_page(school)
    page = PageFactory(parent=branch, title="WLAN", slug="wlan", audience="public")
    revision = page.save_revision()
    picture = PictureFactory(school=school).pk
    document = DocumentFactory(school=school).pk
    moved = Redirect.objects.create(old_path="/alt", redirect_page=page)
    fixed: Fixed = {}
    fixed["wagtail_serve"] = {"path": "schulen/hafen/wlan/"}
    fixed["wagtail_bulk_action"] = {"model_name": "page"}
    fixed |= {
        f"wagtailadmin_api:{kind}:{view}": {"pk": pk}
        for kind, pk in (("images", picture), ("documents", document))
        for view in ("detail",)
    }
    fixed["wagtailimages_chooser:chosen"] = {"pk": picture}
    fixed["wagtaildocs_chooser:chosen"] = {"pk": document}
    collection = Collection.objects.get(name__startswith="hafen").pk
    of_collection = ("edit", "delete")
    fixed |= {
        f"wagtailadmin_collections:{name}": {"pk": collection} for name in of_collection
    }
    page.body = body_of(
        [
            {"type": "picture", "value": {"picture": picture, "description": "Kran"}},
            {
                "type": "links",
                "value": {"links": [{"label": "Plan", "document": document}]},
            },
        ]
    )
    page.save_revision().publish()
    fixed["pages:opinion"] = {"pk": page.pk}
    fixed["pages:picture"] = {"page_pk": page.pk, "pk": picture}
    fixed["pages:document"] = {"page_pk": page.pk, "pk": document}
    fixed["wagtaildocs_serve"] = {"name": "plan.pdf"}
    fixed["wagtail_media"] = {"name": Picture.objects.get(pk=picture).file.name}
    editor: Keys = {
        "pk": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": branch.pk,
        "destination_id": branch.pk,
        "revision_id": revision.pk,
        "image_id": picture,
        "document_id": document,
        "doc_id": document,
        "redirect_id": moved.pk,
        "collection_id": collection,
        "object_id": page.pk,
        "app_label": "wagtailcore",
        "app_name": "pages",
        "model_name": "infopage",
        "content_type_app_name": "pages",
        "content_type_model_name": "infopage",
        "action": "publish",
        "action_name": "copy",
        "filter_spec": "max-165x165",
    }
    offered = Shipped.objects.create(
        slug="wlan",
        page=page,
        loaded="a" * 64,
        left="b" * 64,
        offered="c" * 64,
        offer=content_of_page(page),
        offered_at=NOON,
    )
    names = ("offer", "take_over", "dismiss")
    fixed |= {f"pages:{name}": {"pk": offered.pk} for name in names}
    fixed["pages:confirm"] = {"pk": page.review.pk}
    return fixed, editor
