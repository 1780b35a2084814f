"""Reading rule files: every byte once, and nothing that cannot be read passes for nothing."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.rulebook import build
from tracker.rulebook.files import Snapshot, read_all, snapshot

W = "version: 1\nwatches: [{watch: W, any: [x]}]\n"


def faults(folder: Path) -> list[str]:
    """What is wrong in the files of `folder`, with the folder left out."""
    return [str(p).removeprefix(f"{folder}/") for p in read_all(snapshot([folder])).problems]


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbf" + W.encode())
    (file,) = read_all(snapshot([tmp_path])).files
    assert file.document.keys["version",] == (1, 1)


def test_a_file_of_a_byte_order_mark_alone_is_empty(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(W)
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbf")
    assert not faults(tmp_path)


def test_a_file_that_is_not_utf8_says_in_which_line(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes("a: 1\nb: 2\nc: caf\xe9\n".encode("latin-1"))
    (problem,) = read_all(snapshot([tmp_path])).problems
    assert faults(tmp_path) == ["x.yaml:3:1: encoding: this is not UTF-8"]
    assert problem.hint == "save the file as UTF-8"


def test_a_folder_called_like_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    assert faults(tmp_path) == ["x.yaml: unreadable: Is a directory"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [("gone.yaml", "No such file or directory"), ("x.yaml", "Too many levels of symbolic links")],
)
def test_a_link_to_nothing_is_a_fault(tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "x.yaml").symlink_to(target)
    assert faults(tmp_path) == [f"x.yaml: unreadable: {reason}"]


def test_a_folder_inside_that_cannot_be_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "w.yaml").write_text(W)
    scan = os.scandir

    def refusing(path: Any) -> Iterator[os.DirEntry[str]]:
        # root may read everything, so that a mode of 000 proves nothing where tests run as root
        if str(path).endswith("packs"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert faults(tmp_path) == ["packs: unreadable: Permission denied"]


def test_a_snapshot_is_built_without_the_disk(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(W)
    found = snapshot([tmp_path])
    (tmp_path / "w.yaml").unlink()
    built = build.of(found)

    assert [watch.id for watch in built.rulebook.watches] == ["w/w"]
    assert built.rulebook.version == found.version


def changed(before: Snapshot, folder: Path, local: Path | None = None) -> bool:
    return snapshot([folder], local).version != before.version


def test_the_version_is_that_of_the_bytes_not_of_their_dates(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(W)
    before = snapshot([tmp_path])
    os.utime(file, (1, 1))
    assert not changed(before, tmp_path)
    status = file.stat()
    file.write_text(W.replace("x", "y"))  # as long as before
    os.utime(file, (status.st_atime, status.st_mtime))
    assert changed(before, tmp_path)


def test_a_name_a_folder_and_a_fault_are_part_of_the_version(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(W)
    before = snapshot([tmp_path], tmp_path / "own")
    assert not changed(before, tmp_path, tmp_path / "own")
    (tmp_path / "own").mkdir()
    assert changed(before, tmp_path, tmp_path / "own")
    (tmp_path / "own").rmdir()
    file.rename(tmp_path / "v.yaml")
    assert changed(before, tmp_path, tmp_path / "own")
    (tmp_path / "v.yaml").rename(file)
    (tmp_path / "broken.yaml").symlink_to("gone")
    assert changed(before, tmp_path, tmp_path / "own")


def test_what_moves_from_one_file_to_the_next_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    (tmp_path / "b.yaml").write_text("two")
    before = snapshot([tmp_path])
    (tmp_path / "a.yaml").write_text("onet")
    (tmp_path / "b.yaml").write_text("wo")
    assert changed(before, tmp_path)


def test_two_hundred_files_are_read_in_a_moment(tmp_path: Path) -> None:
    for number in range(200):
        folder = tmp_path / f"pack-{number % 10}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.yaml").write_text(W + "# a remark\n" * 100)
    began = time.process_time()
    assert len(snapshot([tmp_path]).files) == 200
    assert time.process_time() - began < 0.5  # some 10 ms; the bound is for a busy machine
