"""Counters of wrong passwords."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_activation_codes")]
    operations = [
        migrations.CreateModel(
            name="FailedLogin",
            fields=[
                (
                    "lane",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("failures", models.PositiveIntegerField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("failures__gte", 1)),
                        name="failed_login_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=Q(("lane__regex", "^[0-9a-f]{64}$")),
                        name="failed_login_lane_is_hashed",
                    ),
                ]
            },
        ),
    ]
