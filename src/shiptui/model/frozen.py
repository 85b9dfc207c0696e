"""Dataclasses, frozen and with slots, that cost a start next to nothing: 0.01 ms a class, not 0.5.

`dataclasses` compiles six functions for each class and imports `inspect` to do so; that was half of
what a plain command took (decision 11). The classes made here share their methods, and the one
that every class needs for itself is compiled for its first object. To a type checker they are
dataclasses, and `dataclasses.asdict`, `fields` and `replace` take them.
"""

from __future__ import annotations

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, NoReturn, Self

__all__ = ["dataclass", "field", "replace"]

_NOT_OURS = ("__dict__", "__weakref__")
"""What Python adds to a class without slots."""


class _Factory:
    """A default that is made anew for each object."""

    def __init__(self, *, default_factory: Callable[[], object]) -> None:
        self.make = default_factory


class _Fields:
    """By this attribute `dataclasses` knows its own; it is worked out when it is asked for."""

    def __get__(self, _: object, kind: type[_Frozen]) -> Mapping[str, object]:
        from dataclasses import make_dataclass

        alike: Any = make_dataclass(kind.__name__, kind.__annotations__.items())
        fields: Mapping[str, object] = alike.__dataclass_fields__
        kind.__dataclass_fields__ = fields
        return fields


class _Frozen:
    """What all classes made here share. Two objects are equal where class and values are."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()
    __dataclass_fields__: Any = _Fields()
    _defaults: Mapping[str, object] = {}

    @classmethod
    def _compiled(cls) -> Callable[..., None]:
        """Compile the function that takes the values, by place or by name, and fills the slots."""
        arguments, lines = ["self"], []
        known: dict[str, Any] = {"defaults": cls._defaults}
        for name in cls.__match_args__:
            known[f"put_{name}"] = vars(cls)[name].__set__
            default = f"defaults[{name!r}]"
            arguments.append(f"{name}={default}" if name in cls._defaults else name)
            is_made = isinstance(cls._defaults.get(name), _Factory)
            value = f"{name}.make() if {name} is {default} else {name}" if is_made else name
            lines.append(f" put_{name}(self, {value})")
        exec("\n".join((f"def __init__({', '.join(arguments)}):", *lines)), known)  # noqa: S102 - names of a class of ours
        made: Callable[..., None] = known["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        return made

    def __init__(self, *values: object, **named: object) -> None:
        cls = type(self)
        cls.__init__ = cls._compiled()  # type: ignore[method-assign]  # for the objects to come
        cls.__init__(self, *values, **named)

    def _values(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self.__match_args__])

    def _named(self) -> dict[str, object]:
        return dict(zip(self.__match_args__, self._values(), strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Frozen) or type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        pairs = (f"{name}={value!r}" for name, value in self._named().items())
        return f"{type(self).__qualname__}({', '.join(pairs)})"

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), self._values()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete field {name!r}")


def _frozen(plain: type) -> type[_Frozen]:
    """The class again, with its annotated names as slots."""
    names = tuple(plain.__annotations__)
    members = {key: value for key, value in vars(plain).items() if key not in _NOT_OURS}
    defaults = {name: members.pop(name) for name in names if name in members}
    shape = {"__slots__": names, "__match_args__": names, "_defaults": defaults}
    return type(plain.__name__, (_Frozen,), members | shape)


def _dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type[_Frozen]]:
    if not (frozen and slots):
        raise TypeError("only frozen classes with slots are made here")
    return _frozen


def _replace(before: Any, /, **changes: object) -> Any:  # noqa: ANN401 - a dataclass, and another one
    """A copy of an object with other values, be it made here or by `dataclasses`."""
    if isinstance(before, _Frozen):
        return type(before)(**(before._named() | changes))  # noqa: SLF001 - of this module
    from dataclasses import replace

    return replace(before, **changes)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _Factory, _replace
