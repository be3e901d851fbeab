"""Looking through the whole database, as text, for traces of somebody."""

from django.db import connection

TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name
"""


def tables():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [row[0] for row in cursor.fetchall()]


def traces(*words):
    """The tables with a row in which one of the words stands, in whatever column.

    A row becomes text with all its columns: texts, JSON, lists, identifiers, bytes as
    hexadecimal digits.
    """
    patterns = [f"%{word}%" for word in words]
    patterns += [f"%{word.encode().hex()}%" for word in words]
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(
                f'SELECT t::text FROM "{table}" t WHERE t::text ILIKE ANY(%s)',
                [patterns],
            )
            if rows := [row[0] for row in cursor.fetchall()]:
                found[table] = rows
    return found
