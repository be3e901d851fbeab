"""One-time codes for the first sign-in."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_account_blocked_at")]
    operations = [
        migrations.CreateModel(
            name="ActivationCode",
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
                ("digest", models.CharField(editable=False, max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="activation_code_is_hashed",
                    ),
                    models.CheckConstraint(
                        condition=Q(("expires_at__gt", F("issued_at"))),
                        name="activation_code_expires_after_issue",
                    ),
                ]
            },
        ),
    ]
