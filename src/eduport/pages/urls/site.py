"""The pages themselves, and what belongs to them."""

from django.urls import include, path, register_converter

from eduport.pages import views


class TreePath:
    """Short names below one another; empty for the start."""

    regex = r"(?:[\w\-]+/)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TreePath, "treepath")

own = [
    path(
        "info-files/<int:page_pk>/picture/<int:pk>/",
        views.PagePictureView.as_view(),
        name="picture",
    ),
    path(
        "info-files/<int:page_pk>/file/<int:pk>/",
        views.PageDocumentView.as_view(),
        name="document",
    ),
    path("info-opinions/<int:pk>/", views.OpinionView.as_view(), name="opinion"),
    path("manage/pages/", views.DeskView.as_view(), name="desk"),
    path(
        "manage/pages/<int:pk>/confirm/",
        views.ConfirmPageView.as_view(),
        name="confirm",
    ),
    path("manage/pages/offers/<int:pk>/", views.OfferView.as_view(), name="offer"),
    path(
        "manage/pages/offers/<int:pk>/take/",
        views.TakeOverView.as_view(),
        name="take_over",
    ),
    path(
        "manage/pages/offers/<int:pk>/dismiss/",
        views.DismissOfferView.as_view(),
        name="dismiss",
    ),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
urlpatterns = [
    path("", include((own, "pages"))),
    # Named as Wagtail asks for the address of a page.
    path("info/<treepath:path>", views.InfoPageView.as_view(), name="wagtail_serve"),
]
