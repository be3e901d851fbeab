"""The old school asks that a change of school is undone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0015_secondments")]

    operations = [
        migrations.AddField(
            model_name="schoolchange",
            name="undo_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="schoolchange",
            constraint=models.CheckConstraint(
                condition=Q(undo_asked_at=None) | Q(done_at__isnull=False),
                name="school_change_undo_asked_when_done",
            ),
        ),
    ]
