"""Who works at another school for a while."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

ROLES = [
    ("teacher", "teacher"),
    ("student", "pupil"),
    ("specialist", "pedagogical and therapeutic staff"),
    ("principal", "head of school"),
    ("office", "school office"),
    ("external", "guest teacher"),
]
KINDS = [
    ("lock", "Lock"),
    ("unlock", "Unlock"),
    ("release", "Release for deletion"),
    ("reopen", "Take back the release for deletion"),
    ("expire", "End of manual accounts"),
    ("move", "Change of school"),
    ("adopt", "Adoption"),
    ("return", "End of a secondment"),
    ("merge", "Merging of two persons"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0014_school_changes")]

    operations = [
        migrations.CreateModel(
            name="Secondment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "role",
                    models.CharField(
                        choices=ROLES, max_length=20, verbose_name="role"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("last_day_on", models.DateField(verbose_name="last day")),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "guest_school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seconded_here",
                        to="people.school",
                    ),
                ),
                (
                    "home_school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seconded_away",
                        to="people.school",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="people.person"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=~Q(home_school=F("guest_school")),
                name="secondment_between_two_schools",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=Q(last_day_on__gte=F("starts_on")),
                name="secondment_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=Q(role__in=[value for value, _ in ROLES]),
                name="secondment_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=Q(begun_at=None)
                | Q(agreed_at__isnull=False, withdrawn_at=None),
                name="secondment_begun_when_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False),
                name="secondment_ended_when_begun",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="personaction", name="action_kind_is_known"
        ),
        migrations.AlterField(
            model_name="personaction",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="personaction",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=[value for value, _ in KINDS]),
                name="action_kind_is_known",
            ),
        ),
    ]
