"""Mail as programs write it: answers of people, and what only looks like answers."""

import base64
from email.message import EmailMessage
from email.policy import SMTP

QUOTE = "Guten Tag,\n\nes gibt eine neue Antwort:\n\nWLAN im Keller"
ANSWER = "Danke, im Keller geht es jetzt."
MARK = "##- Bitte schreiben Sie Ihre Antwort oberhalb dieser Zeile -##"

# What stands between an answer and what is quoted, by program.
INTRODUCTIONS = {
    "thunderbird": "Am 29.11.26 um 10:15 schrieb eduPort:",
    "apple mail": "Am 29.11.2026 um 10:15 schrieb eduPort <eduport@portal.example>:",
    "gmail": "Am So., 29. Nov. 2026 um 10:15 Uhr schrieb eduPort\n"
    "<eduport@portal.example>:",
    "k-9": "Am 29. November 2026 10:15:12 MEZ schrieb eduPort <eduport@portal.example>"
    ":",
    "roundcube": "Am 2026-11-29 10:15, schrieb eduPort:",
    "evolution": "Am Sonntag, dem 29.11.2026 um 10:15 +0100 schrieb eduPort:",
    "kmail": "Am Sonntag, 29. November 2026, 10:15:12 CET schrieb eduPort:",
    "sogo": "Am Sonntag, 29. November 2026 10:15 CET, schrieb eduPort "
    "<eduport@portal.example>:",
    "yahoo": "Am Sonntag, 29. November 2026 um 10:15:12 MEZ hat eduPort\n"
    "<eduport@portal.example> Folgendes geschrieben:",
    "zimbra": "eduPort schrieb am 29.11.2026 um 10:15:",
    "mutt": "On Sun, Nov 29, 2026 at 10:15:12AM +0100, eduPort wrote:",
    "three lines": "Am Sonntag, 29. November 2026 um 10:15:12 MEZ schrieb\n"
    "eduPort, das Schulportal der Freien und Hansestadt Hamburg\n"
    "<eduport@portal.example>:",
}
OUTLOOK = (
    "Von: eduPort <eduport@portal.example>\nGesendet: Sonntag, 29. November 2026 10:15"
    "\nAn: Tina Berg\nBetreff: Neue Antwort zu #7\n\n"
)
SEPARATORS = {
    "outlook": OUTLOOK,
    "outlook web": "________________________________\n" + OUTLOOK,
    "original message": "-----Ursprüngliche Nachricht-----\n" + OUTLOOK,
    "gmx": "Gesendet: Sonntag, 29. November 2026 um 10:15 Uhr\n"
    'Von: "eduPort" <eduport@portal.example>\nAn: tina.b@hafen.hamburg.de\n'
    "Betreff: Neue Antwort zu #7\n",
}


def quoted(text):
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def written_by_programs():
    """Name and body of one answer as each program sends it."""
    for name, introduction in INTRODUCTIONS.items():
        yield name, f"{ANSWER}\n\n{introduction}\n\n{quoted(QUOTE)}\n"
    for name, separator in SEPARATORS.items():
        yield name, f"{ANSWER}\n\n{separator}\n{QUOTE}\n"
    yield "our line", f"{ANSWER}\n\n{MARK}\n\n{QUOTE}\n"
    yield "below", f"{INTRODUCTIONS['thunderbird']}\n{quoted(QUOTE)}\n\n{ANSWER}\n"
    yield "signature", f"{ANSWER}\n\n-- \nTina Berg\nSchule am Hafen\n"
    yield (
        "telephone",
        f"{ANSWER}\n\nVon meinem iPhone gesendet\n\n"
        + (quoted(INTRODUCTIONS["apple mail"] + "\n\n" + QUOTE)),
    )


def answer(to, sender, text=ANSWER, **headers):
    """A plain answer; headers with `_` for `-`, None leaves one out."""
    message = EmailMessage(policy=SMTP)
    known = {
        "From": f"Tina Berg <{sender}>",
        "To": to,
        "Subject": "AW: Neue Antwort zu #7",
        "Message-ID": f"<{abs(hash((to, text))):x}@mail.example>",
        "Date": "Sun, 29 Nov 2026 10:20:00 +0100",
    }
    known |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in known.items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message


def raw(to, sender, *lines, body):
    """A mail by hand, for what no library writes."""
    head = [f"From: <{sender}>", f"To: {to}", "Subject: AW: #7", *lines]
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join([*head, "", ""]).encode() + content.replace(b"\n", b"\r\n")


def multipart(kind, *parts, boundary="grenze"):
    """Header and body of parts that are lines already."""
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"', body


PLAIN = f"Content-Type: text/plain; charset=utf-8\n\n{ANSWER}\n"
HTML = (
    "Content-Type: text/html; charset=utf-8\n\n<html><head><style>p{color:red}</style>"
    f"</head><body><p>{ANSWER}</p><script>alert(1)</script><blockquote><p>Zitat</p>"
    "</blockquote></body></html>\n"
)
PDF = (
    'Content-Type: application/pdf; name="bericht.pdf"\n'
    'Content-Disposition: attachment; filename="bericht.pdf"\n'
    "Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"%PDF-1.4").decode()
)
ARCHIVE = PDF.replace("bericht.pdf", "alles.zip").replace("application/pdf", "x/zip")
ARCHIVE = ARCHIVE.replace(base64.b64encode(b"%PDF-1.4").decode(), "UEsDBA==")


class Strange:
    """Makes mail to an address from an address."""

    def __init__(self, to, sender):
        self.to, self.sender = to, sender

    def made(self, *lines, body):
        return raw(self.to, self.sender, *lines, body=body)

    def parts(self, kind, *inner):
        header, body = multipart(kind, *inner)
        return self.made(header, body=body)


def strange_mails(to, sender):
    """Name, what becomes of it, and the bytes: all that is not a plain answer."""
    strange = Strange(to, sender)
    yield from taken_mails(strange.made, strange.parts)
    yield from unreadable_mails(strange.made, strange.parts)
    yield from automatic_mails(strange.made, strange.parts, to, sender)
    yield from forged_mails(strange.made, to, sender)


def taken_mails(made, parts):
    inner_header, inner = multipart("alternative", PLAIN, HTML, boundary="innen")
    plain = "Content-Type: text/plain; charset="
    yield (
        "html only",
        "taken",
        made(*HTML.split("\n\n")[:1], body=HTML.split("\n\n")[1]),
    )
    yield "alternative", "taken", parts("alternative", PLAIN, HTML)
    yield "with files", "taken", parts("mixed", PLAIN, PDF, ARCHIVE)
    yield "only a file", "taken", parts("mixed", PDF)
    yield "nested", "taken", parts("mixed", f"{inner_header}\n\n{inner}", PDF)
    yield (
        "signed",
        "taken",
        parts(
            "signed",
            PLAIN,
            "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nAAAA",
        ),
    )
    yield "latin-1", "taken", made(f"{plain}iso-8859-1", body="Grüße".encode("latin-1"))
    yield "wrong charset", "taken", made(f"{plain}us-ascii", body="Grüße")
    yield "unknown charset", "taken", made(f"{plain}x-unbekannt", body="Grüße")
    yield "zero in charset", "taken", made(f"{plain}utf\0-8", body="Grüße")
    yield "utf-7", "taken", made(f"{plain}utf-7", body="Gr+APwA3w-e")
    yield "no charset, utf-16", "taken", made(body="Grüße".encode("utf-16"))
    yield "nul", "taken", made(body="Gru\0sse")
    yield (
        "broken base64",
        "taken",
        made("Content-Transfer-Encoding: base64", body="RGFua2Uh*RGFua2U"),
    )
    yield (
        "no end of parts",
        "taken",
        made("Content-Type: multipart/mixed; boundary=x", body=f"--x\n{PLAIN}"),
    )
    yield (
        "file with winmail.dat",
        "taken",
        parts(
            "mixed", PLAIN, "Content-Type: application/ms-tnef; name=winmail.dat\n\nx"
        ),
    )


def unreadable_mails(made, parts):
    yield (
        "winmail.dat only",
        "held",
        made("Content-Type: application/ms-tnef; name=winmail.dat", body='x\x9f>"\n'),
    )
    yield (
        "encrypted S/MIME",
        "held",
        made(
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data",
            body="MIIB",
        ),
    )
    yield (
        "encrypted PGP/MIME",
        "held",
        parts(
            "encrypted",
            "Content-Type: application/pgp-encrypted\n\nVersion: 1",
            "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----",
        ),
    )
    yield "encrypted PGP", "held", made(body="-----BEGIN PGP MESSAGE-----\n\nhQEM\n")


def automatic_mails(made, parts, to, sender):
    yield (
        "calendar",
        "recorded",
        made("Content-Type: text/calendar; method=REPLY", body="BEGIN:VCALENDAR\n"),
    )
    yield "empty", "recorded", made(body=" \n\n")
    yield (
        "only a quotation",
        "recorded",
        made(body=f"{INTRODUCTIONS['thunderbird']}\n{quoted(QUOTE)}\n"),
    )
    yield "absence note", "recorded", made("Auto-Submitted: auto-replied", body=ANSWER)
    yield (
        "absence note of Outlook",
        "recorded",
        raw(
            to,
            sender,
            "Subject: Automatische Antwort: #7",
            "X-Autoreply: yes",
            body=ANSWER,
        ),
    )
    yield "mailing list", "recorded", made("Precedence: bulk", body=ANSWER)
    yield "loop", "recorded", made("X-Loop: portal.example", body=ANSWER)
    yield (
        "too many hops",
        "recorded",
        made(*[f"Received: from a by b; {n}" for n in range(60)], body=ANSWER),
    )
    yield (
        "bounce",
        "recorded",
        raw(
            to,
            "mailer-daemon@mx.example",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="g"',
            body="--g\nContent-Type: text/plain\n\nUnzustellbar\n--g\n"
            "Content-Type: message/delivery-status\n\nStatus: 5.1.1\n--g--\n",
        ),
    )
    yield (
        "read receipt",
        "recorded",
        parts("report; report-type=disposition-notification", PLAIN),
    )


def forged_mails(made, to, sender):
    yield "two senders", "held", made("From: <chef@hafen.hamburg.de>", body=ANSWER)
    yield "other sender", "held", raw(to, "fremd@example.org", body=ANSWER)
    yield "no sender", "held", raw(to, "", body=ANSWER)
    yield (
        "name as address",
        "held",
        raw(to, f"{sender}> <fremd@example.org", body=ANSWER),
    )
