"""What `pages` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag, TaggedItem
from wagtail.admin.models import Admin, EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.search.models import IndexEntry
from wagtail.users.models import UserProfile

from eduport.accounts.models import Account
from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    NoPersonalData,
    Part,
    PersonalData,
    delete_rows,
    part_of,
)
from eduport.pages.models import (
    DeadLink,
    InfoPage,
    Opinion,
    Picture,
    PictureRendition,
    Review,
    Shipped,
)

ACTIVITY = Activity(
    title=_("Information site"),
    purpose=_("Explaining eduPort, and letting schools explain what is theirs"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("The central team and school admins who write pages"),
    recipients=_("None: pages name nobody who wrote them"),
)
UNUSED = NoPersonalData("a table of the editor that is not used here")
SITE = NoPersonalData("belongs to the tree of pages or to a file, not to a person")
WROTE = PersonalData(
    what=_("Who wrote a version of a page, and when"),
    purpose=_("Seeing what changed, and taking it back"),
)
DID = PersonalData(
    what=_("What somebody did in the editor of the information site"),
    purpose=_("Seeing what changed, and taking it back"),
)
UPLOADED = PersonalData(
    what=_("Who uploaded a file of the information site"),
    purpose=_("Knowing whom to ask about it"),
    withheld=_("A file for everybody; only the note of who uploaded it goes."),
)
OWNS = PersonalData(
    what=_("Who made a page, and who keeps others from changing it"),
    purpose=_("Knowing whom to ask about a page"),
    withheld=_("A page for everybody; only the note of who made it goes."),
)
OPEN = PersonalData(
    what=_("Which page somebody has open in the editor at the moment"),
    purpose=_("Telling two people that they write on the same page"),
    withheld=_("Minutes old at most, and of no further use."),
)
NOBODY = PersonalData(
    what=_("Notes of the editor that nobody can make here"),
    purpose=_("None: the table comes with the editor"),
    withheld=_("The table is empty."),
)
OTHERS: Declarations = {
    Page: OWNS,
    Revision: WROTE,
    PageLogEntry: DID,
    ModelLogEntry: DID,
    Document: UPLOADED,
    Image: NOBODY,
    UploadedFile: UPLOADED,
    EditingSession: OPEN,
    FormState: OPEN,
    Comment: NOBODY,
    CommentReply: NOBODY,
    PageSubscription: NOBODY,
    TaskState: NOBODY,
    WorkflowState: NOBODY,
    UserProfile: NOBODY,
    **dict.fromkeys(
        [
            Admin,
            CollectionViewRestriction,
            CollectionViewRestriction.groups.through,
            GroupApprovalTask,
            GroupApprovalTask.groups.through,
            GroupCollectionPermission,
            GroupPagePermission,
            GroupSitePermission,
            PageViewRestriction,
            PageViewRestriction.groups.through,
            Rendition,
            Tag,
            TaggedItem,
            Task,
            Workflow,
            WorkflowContentType,
            WorkflowPage,
            WorkflowTask,
        ],
        UNUSED,
    ),
    **dict.fromkeys(
        [Collection, IndexEntry, Locale, Redirect, ReferenceIndex, Site], SITE
    ),
}
"""Models of libraries that this domain uses."""
VERSION = {
    "object_str": _("page"),
    "created_at": _("saved on"),
}
DEED = {"label": _("page"), "action": _("what was done"), "timestamp": _("when")}
BELONGING: list[type[Model]] = [
    DeadLink, GroupPagePermission, InfoPage, Opinion, PageViewRestriction,
    PageViewRestriction.groups.through, PictureRendition, Redirect, Rendition,
    Review, Shipped, Site, WorkflowPage, GroupSitePermission,
]  # fmt: skip
"""What stands on a page or a file, and so leads to a person; nobody is named in it."""
FORGET_LOGINS = """
UPDATE wagtailcore_revision SET content = jsonb_set(content, '{responsible}', '""')
WHERE content->>'responsible' = ANY(%s)
"""


def export(person_id: int) -> list[Part]:
    """Which versions of pages a person wrote, and what else she did in the editor."""
    of = {"user__person": person_id}
    return [
        part_of(Revision.objects.filter(**of).order_by("pk"), VERSION, WROTE),
        part_of(PageLogEntry.objects.filter(**of).order_by("pk"), DEED, DID),
        part_of(ModelLogEntry.objects.filter(**of).order_by("pk"), DEED, DID),
    ]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Let pages, versions and files go on without naming these persons."""
    accounts = Account.objects.filter(person__in=person_ids)
    ids = list(accounts.values_list("pk", flat=True))
    _forget_logins(list(accounts.values_list("username", flat=True)))
    replies = CommentReply.objects.filter(user__in=ids)
    comments = Comment.objects.filter(user__in=ids)
    on_comments = CommentReply.objects.filter(comment__in=comments.values("pk"))
    counts = delete_rows(
        replies | on_comments,
        comments,
        PageSubscription.objects.filter(user__in=ids),
        EditingSession.objects.filter(user__in=ids),
        FormState.objects.filter(user__in=ids),
        UserProfile.objects.filter(user__in=ids),
    )
    Comment.objects.filter(resolved_by__in=ids).update(resolved_by=None)
    counts |= dict(
        [
            _unnamed(Page.objects.filter(locked_by__in=ids), "locked_by"),
            _unnamed(Page.objects.filter(owner__in=ids), "owner"),
            _unnamed(Revision.objects.filter(user__in=ids), "user"),
            _unnamed(PageLogEntry.objects.filter(user__in=ids), "user"),
            _unnamed(ModelLogEntry.objects.filter(user__in=ids), "user"),
            _unnamed(TaskState.objects.filter(finished_by__in=ids), "finished_by"),
            _unnamed(
                WorkflowState.objects.filter(requested_by__in=ids), "requested_by"
            ),
            _unnamed(
                UploadedFile.objects.filter(uploaded_by_user__in=ids),
                "uploaded_by_user",
            ),
            _unnamed(
                Document.objects.filter(uploaded_by_user__in=ids), "uploaded_by_user"
            ),
            _unnamed(
                Image.objects.filter(uploaded_by_user__in=ids), "uploaded_by_user"
            ),
            _unnamed(
                Picture.objects.filter(uploaded_by_user__in=ids), "uploaded_by_user"
            ),
        ]
    )
    return {model._meta.label: 0 for model in BELONGING} | counts


def _unnamed(rows: QuerySet[Any], field: str) -> tuple[str, int]:
    """Empty the column in one statement; how many rows of which model that were."""
    return rows.model._meta.label, rows.update(**{field: None})


def _forget_logins(logins: list[str]) -> None:
    InfoPage.objects.filter(responsible__in=logins).update(responsible="")
    with connection.cursor() as cursor:
        cursor.execute(FORGET_LOGINS, [logins])
