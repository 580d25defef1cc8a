"""The type of text that comes out of the database: it cannot be printed without a lens."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from django.db import models


class SealedText(TypeError):
    """Raised when gated content is about to be used without a lens."""


def _refuse(self: Sealed, *args: object) -> NoReturn:
    raise SealedText("This is gated content; read it through a lens (see a reading.py), never directly.")


class Sealed:
    """Holds content shut. Only `unseal` opens it; `tests/test_architecture.py` lists who may call that."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __repr__(self) -> str:
        return "<sealed>"

    __str__: Callable[..., str] = _refuse
    __format__ = __bool__ = __iter__ = __len__ = __contains__ = __getitem__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __add__ = __radd__ = __mod__ = __rmod__ = __mul__ = __bytes__ = _refuse
    __reduce__ = __reduce_ex__ = __getstate__ = __copy__ = __deepcopy__ = _refuse


def unseal(content: Sealed | Any) -> Any:
    """Give the whole content, for projecting it at once or for writing it back."""
    return content._whole if isinstance(content, Sealed) else content


class _SealingAttribute:
    """Seals whatever is assigned, so that content never lies open on an instance, even before it is saved."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.name = field.attname

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.name not in instance.__dict__:
            instance.refresh_from_db(fields=[self.name])
        return instance.__dict__[self.name]

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.name] = value if isinstance(value, Sealed) else Sealed(value)


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text column whose values are sealed."""

    descriptor_class = _SealingAttribute

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Sealed:
        return Sealed(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(unseal(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Let no query look into the content: its answer would tell, letter by letter."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return _refuse(Sealed(None))

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        super().clean(unseal(value), model_instance)
        return value


class SealedJSONField(SealedTextField):
    """A column of JSON values, sealed. Text underneath, because no query may look into it."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Sealed:
        return Sealed(None if value is None else json.loads(value))

    def get_prep_value(self, value: Any) -> Any:
        whole = unseal(value)
        return None if whole is None else json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
