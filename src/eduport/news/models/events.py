"""Events, whom they concern, and the days on which a repeated one is different."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.news.models.publications import AudienceRow, Publication


class EventKind(models.TextChoices):
    """What an event is; the calendar can be filtered by it."""

    SCHOOL = "school", _("school event")
    PARENTS = "parents", _("parents' evening")
    CONFERENCE = "conference", _("conference")
    EXAM = "exam", _("exam")
    TRIP = "trip", _("trip")
    FREE = "free", _("no lessons")
    TRAINING = "training", _("further training")
    OTHER = "other", _("other event")


TIMES_OR_DAYS = Q(
    starts_at__isnull=False, ends_at__isnull=False, starts_on=None, last_day_on=None
) | Q(starts_at=None, ends_at=None, starts_on__isnull=False, last_day_on__isnull=False)


class Event(Publication):
    """Something that takes place, once or by a rule. Occurrences are never stored.

    Either it has times, which are those of the first occurrence and stay the same on
    the clock of Berlin; or it has days, both included, and no times.
    """

    personal_data = NoPersonalData("what takes place; its authors are in the log")

    kind = models.CharField(
        _("kind"), max_length=20, choices=EventKind, default=EventKind.SCHOOL
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    last_day_on = models.DateField(_("last day"), null=True, blank=True)
    # RFC 5545 without DTSTART and UNTIL, such as FREQ=WEEKLY;BYDAY=TH; empty: once.
    rule = models.CharField(_("repetition"), max_length=200, blank=True)
    repeated_until = models.DateField(_("repeated until"), null=True, blank=True)
    # For searching: the first and the last day of all, also of those that were moved;
    # without a last one it goes on for good.
    begins_on = models.DateField(editable=False)
    over_on = models.DateField(null=True, editable=False)
    # RFC 5545 §3.8.7.4: how often it was changed.
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Publication.Meta):
        ordering = ["begins_on", "pk"]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=TIMES_OR_DAYS,
                name="event_has_times_or_days",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) | Q(starts_at=None),
                name="event_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(last_day_on__gte=F("starts_on")) | Q(starts_on=None),
                name="event_last_day_is_not_before_the_first",
            ),
            models.CheckConstraint(
                condition=Q(repeated_until=None) | ~Q(rule=""),
                name="event_repeated_has_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(over_on=None) | Q(over_on__gte=F("begins_on")),
                name="event_is_over_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values), name="event_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "begins_on"],
                condition=Q(
                    published_at__isnull=False, trashed_at=None, is_public=True
                ),
                name="event_public",
            ),
            models.Index(
                fields=["over_on", "begins_on"],
                condition=Q(published_at__isnull=False, trashed_at=None),
                name="event_shown",
            ),
        ]

    @property
    def is_all_day(self) -> bool:
        return self.starts_on is not None


class EventAudience(AudienceRow):
    """Some of those whom an event concerns."""

    personal_data = NoPersonalData("roles, schools and groups")

    # The constraint begins with the item and serves as its index.
    item = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="audience", db_index=False
    )


class EventException(models.Model):
    """A day of a repeated event that is not as the rule says.

    Without times and days it does not take place (RFC 5545 §3.8.5.1); with them it is
    then instead, and at another place if there is one (§3.8.4.4).
    """

    personal_data = NoPersonalData("a day")

    # The constraint begins with the event and serves as its index.
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="exceptions", db_index=False
    )
    # The day on which the rule has it; its name for good.
    occurs_on = models.DateField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    last_day_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering = ["occurs_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "occurs_on"], name="eventexception_once"
            ),
            models.CheckConstraint(
                condition=TIMES_OR_DAYS
                | Q(
                    starts_at=None,
                    ends_at=None,
                    starts_on=None,
                    last_day_on=None,
                    place="",
                ),
                name="eventexception_has_times_or_days_or_is_left_out",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) | Q(starts_at=None),
                name="eventexception_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(last_day_on__gte=F("starts_on")) | Q(starts_on=None),
                name="eventexception_last_day_is_not_before_the_first",
            ),
        ]

    @property
    def is_left_out(self) -> bool:
        return self.starts_at is None and self.starts_on is None
