"""Terms of use, with a first version that an authority can follow by its own."""

import datetime as dt

from django.db import migrations, models
from django.db.models import Q

VERSION = "2026-1"
TEXT_DE = """\
Diese Bedingungen gelten für alle, die eduPort mit einem persönlichen Konto nutzen: \
Lernende, Lehrkräfte und alle anderen, die an den Schulen arbeiten.

## Wofür eduPort da ist

eduPort dient dem Unterricht, der Arbeit in der Schule und der Verständigung zwischen \
allen, die zu ihr gehören. Für private Geschäfte und für Werbung ist es nicht da.

## Ihr Konto

Das Konto gehört Ihnen allein. Geben Sie das Passwort niemandem, auch nicht der \
Schulleitung, der eduPort-Betreuung oder der Technik: Niemand von ihnen wird danach fragen. \
Melden Sie sich an fremden Geräten wieder ab. Wenn jemand anderes Ihr Passwort kennen \
könnte, ändern Sie es sofort und sagen Sie es der eduPort-Betreuung Ihrer Schule.

## Umgang miteinander

Behandeln Sie andere so, wie Sie behandelt werden möchten. Beleidigungen, Drohungen, \
Ausgrenzung und Inhalte, die gegen Gesetze verstoßen, haben hier keinen Platz. Wer \
Bilder, Texte oder Musik anderer weitergibt, braucht deren Erlaubnis. Wer Fotos oder \
Aufnahmen von anderen weitergibt, muss sie vorher fragen.

## Was gespeichert wird

eduPort speichert Ihren Namen, Ihre Schule, Ihre Klassen und Gruppen, wie die Schule \
sie führt, und was Sie selbst ablegen. In Ihre Postfächer und Dateien sieht niemand \
außer Ihnen und denen, für die Sie sie freigeben. Wer wann was getan hat, wird nicht \
ausgewertet; eine Kontrolle von Leistung oder Verhalten findet nicht statt. \
Aufzeichnungen zur Sicherheit werden nach kurzer Frist gelöscht. Dienste, die Sie über \
eduPort öffnen, erhalten nur die Angaben, die sie brauchen. Was über Sie gespeichert \
ist, können Sie ansehen und mitnehmen.

## Eigene Geräte

Eigene Geräte zu nutzen ist freiwillig. Halten Sie sie aktuell und mit einer Sperre \
versehen, wenn Sie damit auf eduPort zugreifen.

## Wenn Sie die Schule verlassen

Ihr Konto endet, wenn Sie keiner Schule mehr angehören. Ihre Daten bleiben dann noch \
eine Zeit lang erhalten, damit ein Irrtum sich beheben lässt, und werden danach \
gelöscht. Sichern Sie vorher, was Sie behalten möchten.

## Wenn etwas nicht stimmt

Bei einem Verstoß kann Ihre Schule das Konto sperren. Sie sagt Ihnen den Grund und \
hört Sie an. Bei allen Fragen hilft zuerst die eduPort-Betreuung Ihrer Schule.
"""
TEXT_EN = """\
These terms are for everybody who uses eduPort with a personal account: pupils, \
teachers and all others who work at the schools.

## What eduPort is for

eduPort serves teaching, work at school and the exchange between all who belong to \
it. It is not for private business and not for advertising.

## Your account

The account is yours alone. Give the password to nobody, not to the head of school, \
the school admins or the technicians either: none of them will ask for it. Sign out \
again on devices that are not yours. If somebody else may know your password, change \
it at once and tell the school admin of your school.

## How we treat each other

Treat others as you want to be treated. Insults, threats, exclusion and content that \
breaks the law have no place here. Who passes on pictures, texts or music of others \
needs their consent. Who passes on photos or recordings of others must ask them first.

## What is stored

eduPort stores your name, your school, your classes and groups as the school keeps \
them, and what you put here yourself. Nobody looks into your mailboxes and files but \
you and those with whom you share them. Who did what and when is not evaluated; there \
is no monitoring of performance or behaviour. Security records are deleted after a \
short time. Services that you open through eduPort get only what they need. You can \
see and take with you what is stored about you.

## Your own devices

Using your own devices is voluntary. Keep them up to date and locked if you use \
eduPort with them.

## When you leave school

Your account ends when you no longer belong to any school. Your data are then kept for \
a while, so that a mistake can be put right, and deleted afterwards. Save what you want \
to keep before.

## When something is wrong

In case of a breach your school can lock the account. It tells you the reason and \
listens to you. For all questions ask the school admin of your school first.
"""


def add_first_terms(apps, _schema_editor):  # type: ignore[no-untyped-def]
    apps.get_model("accounts", "Terms").objects.create(
        version=VERSION,
        valid_from=dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc),
        text_de=TEXT_DE,
        text_en=TEXT_EN,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_failed_logins")]
    operations = [
        migrations.CreateModel(
            name="Terms",
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
                    "version",
                    models.CharField(
                        max_length=20, unique=True, verbose_name="version"
                    ),
                ),
                (
                    "valid_from",
                    models.DateTimeField(unique=True, verbose_name="valid from"),
                ),
                ("text_de", models.TextField(verbose_name="German text")),
                ("text_en", models.TextField(verbose_name="English text")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(("version", ""))
                        & ~Q(("text_de", ""))
                        & ~Q(("text_en", "")),
                        name="terms_are_complete",
                    )
                ]
            },
        ),
        migrations.RunPython(add_first_terms, migrations.RunPython.noop),
    ]
