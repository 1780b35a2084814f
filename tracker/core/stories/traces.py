"""What an article leaves behind, so that others of its text and of its happening find it."""

from dataclasses import dataclass

from tracker.core.model import Article, Findings
from tracker.core.stories.marks import TELLING, hashed, marks
from tracker.core.stories.sketch import Sketch, sketch


@dataclass(frozen=True, slots=True)
class Traces:
    """Its sketch, and the marks of its happening."""

    sketch: Sketch
    marks: tuple[str, ...]

    @classmethod
    def of(cls, article: Article, findings: Findings) -> "Traces":
        """The traces of an article in which `findings` were made."""
        mine = sketch(article)
        return cls(mine, marks(article, mine, findings))

    @property
    def hashes(self) -> tuple[int, ...]:
        """Of the marks by which its happening is looked up."""
        return tuple(dict.fromkeys(hashed(mark) for mark in self.marks if mark[0] in TELLING))
