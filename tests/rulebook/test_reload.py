"""An edit is judged once, when it has come to rest, however it came onto the disk."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.errors import ConfigError
from tracker.rulebook import build, reload
from tracker.rulebook.build import Built
from tracker.rulebook.files import Snapshot, snapshot
from tracker.rulebook.reload import Judgement, Reload, changes, proved

W = "version: 1\nwatches: [{{watch: W, any: [{term}], examples: {{match: [{term}]}}}}]\n"
BROKEN = "version: 1\nwatches: [{watch: W, anny: [x]}]\n"


class Folder:
    """A folder of rules, and who looks for edits of it."""

    def __init__(self, path: Path, local: Path | None = None) -> None:
        self.path, self.local = path, local
        active = self.look()
        self.make: Callable[[Snapshot], Built] = proved
        self.reload = Reload(self.look, self._made, active, active.version)

    def look(self) -> Snapshot:
        return snapshot([self.path], self.local)

    def _made(self, found: Snapshot) -> Built:
        return self.make(found)

    def poll(self) -> Judgement[Built] | None:
        """One look, and what it says is carried out."""
        judgement = self.reload.poll()
        if judgement is not None:
            self.reload.close(judgement)
        return judgement

    def judged(self) -> list[str] | None:
        """Watches of a new rulebook, or faults, or None, after as many looks as it can take."""
        for judgement in (self.poll(), self.poll(), self.poll()):
            if judgement is not None:
                made = judgement.made
                return [w.id for w in made.rulebook.watches] if made else codes(judgement)
        return None


def codes(judgement: Judgement[Built]) -> list[str]:
    return [fault.code for fault in judgement.faults]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    write(tmp_path / "rules" / "a.yaml", W.format(term="apple"))
    return Folder(tmp_path / "rules")


def test_rules_that_nobody_edits_are_judged_never_again(folder: Folder) -> None:
    assert folder.judged() is None


def test_an_edit_is_judged_at_the_second_look_and_once(folder: Folder) -> None:
    write(folder.path / "a.yaml", W.format(term="pear"))
    assert folder.poll() is None
    judgement = folder.poll()
    assert judgement is not None
    assert judgement.made is not None
    assert judgement.made.rulebook.version == judgement.snapshot.version
    assert folder.judged() is None


def test_a_judgement_that_was_not_carried_out_comes_again(folder: Folder) -> None:
    write(folder.path / "a.yaml", W.format(term="pear"))
    assert folder.reload.poll() is None
    assert folder.reload.poll() is not None
    assert folder.reload.poll() is not None


def test_files_added_removed_and_renamed_are_edits(folder: Folder) -> None:
    write(folder.path / "packs" / "b.yaml", W.format(term="plum"))
    assert folder.judged() == ["a/w", "b/w"]
    (folder.path / "packs" / "b.yaml").rename(folder.path / "c.yaml")
    assert folder.judged() == ["a/w", "c/w"]
    (folder.path / "c.yaml").unlink()
    assert folder.judged() == ["a/w"]


def test_a_file_replaced_as_editors_do_is_an_edit_every_time(folder: Folder) -> None:
    for term in ("pear", "plum", "fig"):
        write(folder.path / ".a.yaml.swp", W.format(term=term))
        os.replace(folder.path / ".a.yaml.swp", folder.path / "a.yaml")
        assert folder.judged() == ["a/w"]


def test_an_edit_of_the_same_size_and_date_is_seen(folder: Folder) -> None:
    file = folder.path / "a.yaml"
    status = file.stat()
    write(file, W.format(term="guava"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert folder.judged() == ["a/w"]


def test_a_touch_is_no_edit_and_neither_is_what_is_hidden(folder: Folder) -> None:
    os.utime(folder.path / "a.yaml", (1, 1))
    write(folder.path / ".git" / "b.yaml", BROKEN)
    write(folder.path / "..data" / "b.yaml", BROKEN)
    write(folder.path / ".#a.yaml", BROKEN)
    write(folder.path / "a.yaml~", BROKEN)
    assert folder.judged() is None


def test_a_mounted_configuration_is_swapped_by_its_link(tmp_path: Path) -> None:
    mount = tmp_path / "rules"
    for number, term in enumerate(("apple", "pear", "plum")):
        write(mount / f"..2026_{number}" / "a.yaml", W.format(term=term))
    (mount / "..data").symlink_to("..2026_0")
    (mount / "a.yaml").symlink_to("..data/a.yaml")
    folder = Folder(mount)
    for number in (1, 2):
        (mount / "..data_tmp").symlink_to(f"..2026_{number}")
        os.replace(mount / "..data_tmp", mount / "..data")
        shutil.rmtree(mount / f"..2026_{number - 1}")
        assert folder.judged() == ["a/w"]
    assert folder.judged() is None


def test_a_folder_that_is_a_link_may_be_pointed_elsewhere(tmp_path: Path) -> None:
    for name, term in (("one", "apple"), ("two", "pear")):
        write(tmp_path / name / "packs" / "a.yaml", W.format(term=term))
    (tmp_path / "rules").symlink_to("one")
    folder = Folder(tmp_path / "rules")
    (tmp_path / "next").symlink_to("two")
    os.replace(tmp_path / "next", tmp_path / "rules")
    assert folder.judged() == ["a/w"]


def test_a_tree_is_not_judged_while_it_is_being_copied(folder: Folder) -> None:
    for number in range(20):  # each is right by itself, as in a checkout
        write(folder.path / f"b{number}.yaml", W.format(term="pear"))
        assert folder.poll() is None
    judgement = folder.poll()
    assert judgement is not None
    assert judgement.made is not None
    assert len(judgement.made.rulebook.watches) == 21


def test_a_bad_edit_is_told_with_every_fault_and_once(folder: Folder) -> None:
    write(folder.path / "a.yaml", BROKEN)
    write(folder.path / "b.yaml", BROKEN)
    assert folder.judged() == ["unknown-key", "unknown-key"]
    assert folder.judged() is None
    write(folder.path / "b.yaml", W.format(term="plum"))
    assert folder.judged() == ["unknown-key"]
    write(folder.path / "a.yaml", W.format(term="fig"))
    assert folder.judged() == ["a/w", "b/w"]


def test_taking_a_bad_edit_back_is_judged_too(folder: Folder) -> None:
    before = (folder.path / "a.yaml").read_text()
    write(folder.path / "a.yaml", BROKEN)
    assert folder.judged() == ["unknown-key"]
    write(folder.path / "a.yaml", before)
    assert folder.judged() == ["a/w"]


def test_an_edit_taken_back_between_two_looks_never_was(folder: Folder) -> None:
    before = (folder.path / "a.yaml").read_text()
    write(folder.path / "a.yaml", BROKEN)
    assert folder.poll() is None
    write(folder.path / "a.yaml", before)
    assert folder.judged() is None


def test_an_example_that_fails_refuses_the_edit(folder: Folder) -> None:
    text = W.format(term="apple").replace("match: [apple]", "match: [pear]")
    write(folder.path / "a.yaml", text)
    assert folder.judged() == ["example"]


def test_a_file_that_cannot_be_read_refuses_the_edit(folder: Folder) -> None:
    (folder.path / "b.yaml").symlink_to("gone")
    assert folder.judged() == ["unreadable"]
    (folder.path / "b.yaml").unlink()
    write(folder.path / "b.yaml", "")
    (folder.path / "b.yaml").write_bytes(b"\xff")
    assert folder.judged() == ["encoding"]


def test_a_folder_that_vanishes_is_a_fault_and_no_empty_rulebook(folder: Folder) -> None:
    folder.path.rename(folder.path.with_name("away"))
    assert folder.judged() == ["no-folder"]
    folder.path.with_name("away").rename(folder.path)
    assert folder.judged() == ["a/w"]


def test_a_folder_that_is_emptied_is_a_fault(folder: Folder) -> None:
    (folder.path / "a.yaml").unlink()
    assert folder.judged() == ["no-rules"]


@pytest.mark.parametrize("local", ["rules/local", "mine"])
def test_own_rules_may_come_and_must_not_vanish(tmp_path: Path, local: str) -> None:
    write(tmp_path / "rules" / "a.yaml", W.format(term="apple"))
    folder = Folder(tmp_path / "rules", tmp_path / local)
    write(tmp_path / local / "b.yaml", W.format(term="pear"))
    assert folder.judged() == ["a/w", "local/w"]
    shutil.rmtree(tmp_path / local)
    assert folder.judged() == ["no-folder"]
    write(tmp_path / local / "b.yaml", W.format(term="fig"))
    assert folder.judged() == ["a/w", "local/w"]


def test_an_error_of_ours_refuses_the_edit_and_the_next_is_judged(folder: Folder) -> None:
    def broken(_: Snapshot) -> Built:
        raise ZeroDivisionError

    folder.make = broken
    write(folder.path / "a.yaml", W.format(term="pear"))
    assert folder.judged() == ["internal"]
    folder.make = proved
    write(folder.path / "a.yaml", W.format(term="plum"))
    assert folder.judged() == ["a/w"]


def test_rules_are_the_same_after_they_were_stored(folder: Folder) -> None:
    write(folder.path / "b.yaml", "version: 1\nlists: {漢字: [x]}\n")
    (folder.path / "c.yaml").symlink_to("gone")
    found = folder.look()
    assert Snapshot.restored(found.dumped()) == found
    assert Snapshot.restored(found.dumped()).version == found.version


def test_a_fault_without_a_place_is_a_fault() -> None:
    (fault,) = reload.faults_of(ConfigError("no token"))
    assert str(fault) == "rules: wrong: no token"


OLD = """version: 1
lists: {fruit: [apple, pear]}
watches:
  - {watch: Same, any: [$fruit]}
  - {watch: Gone, any: [cider]}
  - {watch: Graver, any: [perry]}
  - {watch: Words, any: [x, {any: [y], none: [z]}]}
"""
NEW = """version: 1
lists: {nuts: [walnut], fruit: [apple, pear]}
watches:
  - {watch: Here, any: [$nuts]}

  - {watch: Words, any: [x, {any: [y], none: [w]}]}
  - {watch: Graver, any: [perry], severity: high}
  - {watch: Same, any: [$fruit]}
"""


def test_the_changes_are_those_of_meaning_not_of_place(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", OLD)
    old = build.load(tmp_path).rulebook
    write(tmp_path / "a.yaml", NEW)
    found = changes(old, build.load(tmp_path).rulebook)
    assert (found.added, found.removed) == (("a/here",), ("a/gone",))
    assert found.changed == ("a/graver", "a/words")


def test_a_longer_list_changes_the_watches_that_name_it(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", OLD)
    old = build.load(tmp_path).rulebook
    write(tmp_path / "a.yaml", OLD.replace("[apple, pear]", "[plum, apple, pear]"))
    found = changes(old, build.load(tmp_path).rulebook)
    assert found.changed == ("a/same",)
