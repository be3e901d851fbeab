"""Breaking what the database keeps: each way must be refused by one constraint."""

import uuid

import pytest
from django.db import IntegrityError, connection, models


def twice(factory, **changes):
    """Store a row, and the same once more, but for what must differ anyway."""

    def write():
        row = factory()
        row.pk, row._state.adding = None, True
        for field in row._meta.concrete_fields:
            if isinstance(field, models.UUIDField) and field.unique:
                setattr(row, field.attname, uuid.uuid4())
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return write


def changed(factory, **values):
    """Store a row, and change it to what it must not be."""

    def write():
        row = factory()
        new = {name: one() if callable(one) else one for name, one in values.items()}
        row._meta.base_manager.filter(pk=row.pk).update(**new)

    return write


def without(constraint, table, write):
    """The same where another constraint, which would refuse it first, is away."""

    def write_without():
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"')
        write()

    return write_without


def assert_refused(name, write):
    with pytest.raises(IntegrityError, match=f'"{name}"'):
        write()
