"""An editor as far as we need one: it opens a text, and asks for what a person would see.

The protocol: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/
"""

import json
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},  # nothing is fetched
        "kubernetesCRDStore": {"enable": False},
    },
    "http": {},
    "editor": {"tabSize": 2},
    "files": {},
}


class Editor:
    """Speaks with one language server over its standard input and output."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._folder = folder
        self._number = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True}},
                "hover": {"contentFormat": ["plaintext"]},
            },
            "workspace": {"configuration": True},
        }
        root = self._folder.as_uri()
        self._ask("initialize", processId=None, rootUri=root, capabilities=capabilities)
        self._tell("initialized")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def faults(self, name: str, text: str) -> list[tuple[int, str]]:
        """What it underlines, as (line from 1, message)."""
        uri = self._open(name, text)
        while uri not in self._diagnostics:
            self._handle(self._read())
        return [
            (fault["range"]["start"]["line"] + 1, fault["message"])
            for fault in self._diagnostics[uri]
        ]

    def offers(self, name: str, text: str) -> set[str]:
        """What it offers where `|` stands in `text`."""
        answer = self._at("textDocument/completion", name, text)
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"] for item in items}

    def says(self, name: str, text: str) -> str:
        """What it shows when the mouse rests where `|` stands in `text`."""
        answer = self._at("textDocument/hover", name, text)
        contents = answer["contents"] if answer else ""
        return str(contents["value"] if isinstance(contents, dict) else contents)

    def _at(self, method: str, name: str, text: str) -> Any:
        before, _, after = text.partition("|")
        uri = self._open(name, before + after)
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        position = {"line": line, "character": column}
        return self._ask(method, textDocument={"uri": uri}, position=position)

    def _open(self, name: str, text: str) -> str:
        self._number += 1  # a text that was open before is another one now
        path = self._folder / f"{self._number}" / name
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        return path.as_uri()

    def _tell(self, method: str, **params: Any) -> None:
        self._write({"method": method, "params": params})

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        number = self._number
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._handle(message)

    def _handle(self, message: dict[str, Any]) -> None:
        """Answer what the server asks, and keep what it tells."""
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif method == "workspace/configuration":
            wanted = [SETTINGS.get(item.get("section", "")) for item in message["params"]["items"]]
            self._write({"id": message["id"], "result": wanted})
        elif method and "id" in message:
            self._write({"id": message["id"], "result": None})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            more = self._process.stdout.readline()
            assert more, "the language server has ended"
            head += more
        found = re.search(rb"Content-Length: (\d+)", head)
        assert found
        message: dict[str, Any] = json.loads(self._process.stdout.read(int(found[1])))
        return message
