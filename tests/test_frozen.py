"""Our frozen classes are dataclasses in all that a caller can see."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys

import pytest

from shiptui.model.frozen import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Tag:
    """Two fields, the second with a default."""

    name: str
    place: int = 0

    @property
    def words(self) -> str:
        """Methods stay methods."""
        return f"{self.name} {self.place}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A default that is made anew for each."""

    tags: list[Tag] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """What `dataclasses` makes of the same fields."""

    name: str
    place: int = 0


def test_values_are_given_by_place_or_by_name_and_defaults_fill_the_rest() -> None:
    assert Tag("a", 0) == Tag("a") == Tag(name="a") == Tag(place=0, name="a")
    assert Tag("a", 2).words == "a 2"
    assert (Tag("a").place, Tag("a").name) == (0, "a")


@pytest.mark.parametrize("given", [{}, {"place": 1}, {"name": "a", "other": 1}])
def test_what_is_missing_or_unknown_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"Tag\.__init__"):
        Tag(**given)  # type: ignore[arg-type]  # that is the point


def test_equal_means_the_same_class_and_the_same_values() -> None:
    assert Tag("a") != Tag("b")
    assert Tag("a") != Theirs("a")  # type: ignore[comparison-overlap]  # that is the point
    assert Tag("a") != ("a", 0)  # type: ignore[comparison-overlap]  # as above
    assert len({Tag("a"), Tag("a", 0), Tag("b")}) == 2


def test_nothing_is_changed_and_nothing_added() -> None:
    tag = Tag("a")
    for name in ("name", "other"):
        with pytest.raises(AttributeError):
            setattr(tag, name, "b")
    with pytest.raises(AttributeError):
        del tag.name
    assert tag == Tag("a")


def test_a_changed_copy_leaves_the_first_as_it_was() -> None:
    tag = Tag("a", 1)
    assert replace(tag, name="b") == dataclasses.replace(tag, name="b") == Tag("b", 1)
    assert tag == Tag("a", 1)
    assert replace(Theirs("a", 1), name="b") == Theirs("b", 1)
    with pytest.raises(TypeError):
        replace(tag, other=1)  # type: ignore[call-arg]  # that is the point


def test_a_default_that_is_made_anew_is_never_shared() -> None:
    first, second = Shelf(), Shelf()
    first.tags.append(Tag("a"))
    assert second.tags == []


def test_it_reads_and_travels_as_a_dataclass_does() -> None:
    assert repr(Tag("a")) == repr(Theirs("a")).replace("Theirs", "Tag")
    assert dataclasses.asdict(Shelf([Tag("a")])) == {"tags": [{"name": "a", "place": 0}]}
    assert [each.name for each in dataclasses.fields(Tag)] == ["name", "place"]
    assert pickle.loads(pickle.dumps(Tag("a", 3))) == Tag("a", 3)  # noqa: S301 - our own bytes
    match Tag("a", 3):
        case Tag(name, place):
            assert (name, place) == ("a", 3)


def test_only_frozen_classes_with_slots_are_made() -> None:
    with pytest.raises(TypeError):
        dataclass(frozen=False, slots=True)


def test_a_plain_command_does_without_the_import_of_dataclasses() -> None:
    script = (
        "import sys, shiptui.store.store, shiptui.cli.tables; print('dataclasses' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout == "False\n"
