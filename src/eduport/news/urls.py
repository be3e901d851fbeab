"""URLs of news and events."""

from django.urls import URLPattern, path

from eduport.news.views import calendar, events, feeds, items, managing, own, reading

app_name = "news"
urlpatterns: list[URLPattern] = [
    path("", reading.NewsListView.as_view(), name="list"),
    path("<uuid:uid>/", reading.ItemView.as_view(), name="item"),
    path("pictures/<uuid:uid>/", reading.PictureView.as_view(), name="picture"),
    path("events/<uuid:uid>/", reading.EventView.as_view(), name="event"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("<uuid:uid>/confirm/", reading.ConfirmView.as_view(), name="confirm"),
    path("calendar/own/<str:token>.ics", feeds.own_calendar_feed, name="own_ics"),
    path("feeds/news.atom", feeds.atom_feed, name="atom"),
    path("feeds/news.json", feeds.json_feed_view, name="json"),
    path("feeds/events.ics", feeds.calendar_feed, name="ics"),
    path("feeds/<slug:code>/news.atom", feeds.atom_feed, name="school_atom"),
    path("feeds/<slug:code>/news.json", feeds.json_feed_view, name="school_json"),
    path("feeds/<slug:code>/events.ics", feeds.calendar_feed, name="school_ics"),
    path("subscriptions/", own.SubscriptionsView.as_view(), name="subscriptions"),
    path(
        "subscriptions/calendar/",
        own.RenewCalendarView.as_view(),
        name="renew_calendar",
    ),
    path(
        "subscriptions/calendar/end/",
        own.RevokeCalendarView.as_view(),
        name="revoke_calendar",
    ),
    path("subscriptions/mail/end/<uuid:key>/", own.stop_digest, name="stop_digest"),
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
        "manage/pictures/<uuid:uid>/restore/",
        items.PutPictureBackView.as_view(),
        name="restore_picture",
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
        "manage/events/<uuid:uid>/days/<str:day>/",
        events.ChangeDayView.as_view(),
        name="change_day",
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
