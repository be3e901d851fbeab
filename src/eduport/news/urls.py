"""URLs of news and events."""

from django.urls import URLPattern, path

from eduport.news.views import calendar, events, items, managing, reading

app_name = "news"
urlpatterns: list[URLPattern] = [
    path("", reading.NewsListView.as_view(), name="list"),
    path("<uuid:uid>/", reading.ItemView.as_view(), name="item"),
    path("pictures/<uuid:uid>/", reading.PictureView.as_view(), name="picture"),
    path("events/<uuid:uid>/", reading.EventView.as_view(), name="event"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("manage/", managing.ItemsDeskView.as_view(), name="manage"),
    path("manage/items/new/", items.WriteItemView.as_view(), name="write_item"),
    path(
        "manage/pictures/<uuid:uid>/",
        items.DraftPictureView.as_view(),
        name="draft_picture",
    ),
    path(
        "manage/pictures/<uuid:uid>/remove/",
        items.RemovePictureView.as_view(),
        name="remove_picture",
    ),
    path(
        "manage/items/<uuid:uid>/pictures/",
        items.AddPictureView.as_view(),
        name="add_picture",
    ),
    path("manage/events/", managing.EventsDeskView.as_view(), name="manage_events"),
    path("manage/events/new/", events.WriteEventView.as_view(), name="write_event"),
    path(
        "manage/events/<uuid:uid>/days/",
        events.SkipDayView.as_view(),
        name="skip_day",
    ),
    path(
        "manage/events/<uuid:uid>/days/<str:day>/restore/",
        events.RestoreDayView.as_view(),
        name="restore_day",
    ),
]
for module, kind in ((items, "item"), (events, "event")):
    noun = kind.capitalize()
    urlpatterns += [
        path(
            f"manage/{kind}s/<uuid:uid>/{operation}{'/' if operation else ''}",
            getattr(
                module, f"{(operation or 'manage').capitalize()}{noun}View"
            ).as_view(),
            name=f"{operation or 'manage'}_{kind}",
        )
        for operation in ("", "change", "publish", "withdraw", "trash", "restore")
    ]
