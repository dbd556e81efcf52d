"""Fields that nobody asked for: a posted name that the view never read is refused, and what was done is undone (T25)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from anfu.core.writes.key import OF_EVERY_FORM


class _Watching:
    """Notes which names were asked for. Going through all names reads none of them."""

    read: set[str]

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)  # type: ignore[misc]

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return super().__contains__(name)  # type: ignore[misc]

    def _getlist(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self.read.add(name)
        return super()._getlist(name, *args, **kwargs)  # type: ignore[misc]


class WatchedForm(_Watching, QueryDict):
    """A posted form; copies note their reading in the same place."""

    @classmethod
    def of(cls, given: QueryDict, read: set[str]) -> "WatchedForm":
        """The same names and values, read from now on into this set."""
        made = cls("", mutable=True, encoding=given.encoding)
        made.read = read
        for name, values in given.lists():
            made.setlist(name, values)
        made._mutable = given._mutable
        return made

    def copy(self) -> "WatchedForm":
        """A form that can be changed."""
        made = WatchedForm.of(self, self.read)
        made._mutable = True
        return made


class WatchedFiles(_Watching, MultiValueDict):
    """The files of a posted form."""


def watch(request: HttpRequest) -> None:
    """Note from here on what the view reads."""
    read: set[str] = set()
    request.POST = WatchedForm.of(request.POST, read)  # type: ignore[assignment]
    files = WatchedFiles(dict(request.FILES.lists()))
    files.read = read
    request._files = files  # type: ignore[attr-defined]


def expect(request: HttpRequest, *names: str, prefix: str = "") -> None:
    """Say that the form may hold these names (or names that begin so) though the view need not read them."""
    form = request.POST
    if isinstance(form, WatchedForm):
        form.read |= {*names, *(name for name in form if prefix and name.startswith(prefix))}


def unasked(request: HttpRequest) -> list[str]:
    """The posted names that were never read."""
    form = request.POST
    posted: Iterable[str] = [*form, *request.FILES]
    read = form.read if isinstance(form, WatchedForm) else set(posted)
    return [name for name in posted if name not in read and name not in OF_EVERY_FORM]
