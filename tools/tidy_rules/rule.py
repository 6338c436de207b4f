"""What a rule is, what it finds, and the repository it looks at."""
import dataclasses
import functools
import pathlib
import re
import subprocess
from typing import Callable, Iterable, Optional

from tidy_rules import cpp

NOT_OURS = {".git", "build", "node_modules", "__pycache__"}


@dataclasses.dataclass(frozen=True)
class Finding:
    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


class Skipped(Exception):
    """The rule could not look, for the reason given."""


class Repository:
    """The files that are, or are about to be, part of the project."""

    def __init__(self, root: pathlib.Path, build: Optional[pathlib.Path] = None):
        self.root = root
        self.build = build or root / "build" / "dev"
        self._texts: dict[str, str] = {}
        self._stripped: dict[str, "cpp.Stripped"] = {}

    @functools.cached_property
    def paths(self) -> list[str]:
        """Relative, sorted; without what git ignores."""
        listed = self._listed_by_git()
        if listed is None:
            listed = [
                str(path.relative_to(self.root))
                for path in self.root.rglob("*")
                if not NOT_OURS & set(path.relative_to(self.root).parts)
            ]
        return sorted(path for path in listed if (self.root / path).is_file())

    def _listed_by_git(self) -> Optional[list[str]]:
        command = ["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files",
                   "--cached", "--others", "--exclude-standard", "-z"]
        try:
            done = subprocess.run(command, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return [path for path in done.stdout.decode().split("\0") if path]

    def ending(self, *endings: str) -> list[str]:
        return [path for path in self.paths if path.endswith(endings)]

    def cpp_files(self) -> list[str]:
        return self.ending(".cpp", ".h")

    @staticmethod
    def is_test(path: str) -> bool:
        """A test, or what only tests use."""
        return bool(re.search(r"_test\.cpp$|_test_support\.(h|cpp)$|_for_test\.(h|cpp)$|"
                              r"/(test_files|testing)\.(h|cpp)$|/fixtures/|^tests/", path))

    def is_text(self, path: str) -> bool:
        return b"\0" not in (self.root / path).read_bytes()[:8192]

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._texts[path]

    def stripped(self, path: str) -> "cpp.Stripped":
        """The C++ of `path` without comments and without what stands inside quotes."""
        if path not in self._stripped:
            self._stripped[path] = cpp.strip(self.text(path))
        return self._stripped[path]


@dataclasses.dataclass(frozen=True)
class Rule:
    name: str
    look: Callable[[Repository], Iterable[Finding]]


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
