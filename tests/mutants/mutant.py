"""One seeded fault: exactly which words it replaces, what it would break in the field, and which tests must notice."""

from dataclasses import dataclass
from pathlib import Path


class Rotten(Exception):
    """The tree has moved on: the fault no longer says what it replaces."""


@dataclass(frozen=True)
class Mutant:
    name: str
    file: str
    old: str
    new: str
    breaks: str  # the story, in the words of the field
    tests: tuple[str, ...]  # pytest node ids, or `pwa/src/….test.ts`, optionally `::` a part of the test's name
    also: tuple[str, str] | None = None  # a second place in the same file, where the fault needs both to hang together

    def sown(self, text: str) -> str:
        """The file with the fault in it; refuses when its words are missing or ambiguous."""
        for old, new in ((self.old, self.new), *([self.also] if self.also else [])):
            found = text.count(old)
            if found != 1:
                raise Rotten(f"{self.name}: its words stand {found} times in {self.file}; write the fault anew")
            if old == new:
                raise Rotten(f"{self.name}: it changes nothing")
            text = text.replace(old, new)
        return text

    def on(self, root: Path) -> str:
        path = root / self.file
        if not path.is_file():
            raise Rotten(f"{self.name}: {self.file} is gone")
        return self.sown(path.read_text(encoding="utf-8"))

    @property
    def is_typescript(self) -> bool:
        return self.tests[0].startswith("pwa/")

    @property
    def is_of_the_schema(self) -> bool:
        """Needs a database that was never migrated."""
        return self.file.startswith("migrations/")
