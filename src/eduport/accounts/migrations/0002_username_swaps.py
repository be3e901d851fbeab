"""Usernames are unique at the end of a statement, so that renames may swap."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=["username"],
                name="account_username_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ),
        migrations.AlterField(
            model_name="account",
            name="username",
            field=models.CharField(max_length=254, verbose_name="login"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=Q(("username", Lower("username")))
                & ~Q(("username", "")),
                name="account_username_is_lower_case",
            ),
        ),
    ]
