"""The categories of an import: found by their path of names, made where they are missing."""

from collections.abc import Iterable, Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.operations.create_category import create_category
from shopwright.modules.catalog.queries.categories import list_category_rows
from shopwright.modules.catalog.rules.tree import CATEGORY_COUNT_MAX, DEPTH_MAX
from shopwright.platform.db import Database, Transaction

Place = tuple[CategoryId | None, str]


class Shelves:
    """Knows every category by its parent and its name in the file's language."""

    def __init__(self, database: Database, *, actor: Actor, language: str, is_dry_run: bool) -> None:
        self._database = database
        self._actor = actor
        self._language = language
        self._is_dry_run = is_dry_run
        self._known: dict[Place, CategoryId] = {}
        self.created_count = 0

    async def load(self) -> None:
        """Read the tree as it is."""
        async with self._database.reading() as reading:
            rows = await list_category_rows(reading, language=self._language, count_max=CATEGORY_COUNT_MAX)
        self._known = {(row.parent_id, row.name): row.id for row in rows}

    async def make(self, paths: Iterable[Sequence[str]]) -> None:
        """Create what the paths miss, in one transaction. Raises TooManyCategories, and then nothing was created."""
        missing = [path for path in dict.fromkeys(tuple(path) for path in paths) if path and self.find(path) is None]
        if not missing:
            return
        if self._is_dry_run:
            known = dict(self._known)
            for path in missing:
                self._pretend(path, known)
        else:
            known = await self._database.transact(lambda tx: self._create(tx, missing))
        self.created_count += len(known) - len(self._known)
        self._known = known

    def find(self, path: Sequence[str]) -> CategoryId | None:
        """The category at the end of a path; None where it is missing, and for no path. The deepest levels are cut."""
        at: CategoryId | None = None
        for name in path[:DEPTH_MAX]:
            at = self._known.get((at, name))
            if at is None:
                return None
        return at

    async def _create(self, tx: Transaction, paths: Sequence[Sequence[str]]) -> dict[Place, CategoryId]:
        known = dict(self._known)
        for path in paths:
            at: CategoryId | None = None
            for name in path[:DEPTH_MAX]:
                if (at, name) not in known:
                    names = {self._language: name}
                    known[at, name] = await create_category(tx, actor=self._actor, names=names, parent_id=at)
                at = known[at, name]
        return known

    @staticmethod
    def _pretend(path: Sequence[str], known: dict[Place, CategoryId]) -> None:
        """Give what is missing a number below zero, which no category has."""
        at: CategoryId | None = None
        for name in path[:DEPTH_MAX]:
            at = known.setdefault((at, name), CategoryId(-len(known) - 1))
