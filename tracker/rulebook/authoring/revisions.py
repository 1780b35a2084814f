"""The rule files of a git revision, read from the repository into memory."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

from tracker.errors import ConfigError
from tracker.rulebook.files import RuleText, Snapshot, is_rule_file, snapshot


def at(revision: str, rules: Path, local: Path | None = None) -> Snapshot:
    """The rules as `revision` has them; what git does not keep is taken from the disk.

    Raises ConfigError when there is no such revision, or no repository.
    """
    now = snapshot([rules], local)
    if not rules.is_dir():
        raise ConfigError(f"{rules}: there is no such folder of rules")
    _git(rules, "rev-parse", "--show-toplevel", fault=f"{rules} is in no git repository")
    commit = _git(
        rules, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}",
        fault=f"the repository of {rules} has no revision '{revision}'",
    )  # fmt: skip
    archive = _git(
        rules, "archive", "--format=tar", commit.decode().strip(), ".",
        fault=f"{revision} has no rules in {rules}",
    )  # fmt: skip
    kept = _texts(archive, rules)
    own = [file for file in now.files if file.pack == "local"]
    if not any(file.pack == "local" for file in kept):
        kept += own
    return Snapshot(folders=(f"{revision}:{rules}",), absent=(), files=tuple(kept), faults=())


def _texts(archive: bytes, rules: Path) -> list[RuleText]:
    found = []
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            path = PurePosixPath(member.name)
            body = tar.extractfile(member) if member.isfile() else None
            hidden = any(part.startswith(".") for part in path.parts)
            if body is None or hidden or not is_rule_file(path):
                continue
            text = body.read().decode("utf-8-sig", errors="replace")
            pack = "local" if path.parts[0] == "local" else path.stem
            found.append(RuleText(name=str(rules / path), pack=pack, text=text))
    return found


def _git(folder: Path, *words: str, fault: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise ConfigError("git is not installed, and older rules are read with it")
    done = subprocess.run(  # noqa: S603  the words are ours; a revision stands behind a guard
        [git, *words], cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ConfigError(f"{fault}{': ' + said[-1] if said else ''}")
    return done.stdout
