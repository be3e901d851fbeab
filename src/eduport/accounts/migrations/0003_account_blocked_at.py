"""A block by a human survives a release for deletion that is undone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_username_swaps")]
    operations = [
        migrations.AddField(
            model_name="account",
            name="blocked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=Q(("blocked_at", None))
                | Q(("disabled_at__isnull", False)),
                name="account_blocked_is_disabled",
            ),
        ),
    ]
