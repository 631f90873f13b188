"""A wire to a database server that is cut at a chosen moment, as networks do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Wire:
    """Passes on what client and server say. `cut_at` is a word of the client's to be cut at.

    With `arrives` the server still gets the word; the client never hears what came of it.
    """

    server: Path
    cut_at: bytes = b""
    arrives: bool = False
    cuts: int = 0
    always: bool = False
    dead: bool = False
    ends: list[socket.socket] = field(default_factory=list)

    def connect(self, client: socket.socket) -> None:
        """Serve one connection."""
        upstream = socket.socket(socket.AF_UNIX)
        self.ends += [client, upstream]
        if self.dead:
            client.close()
            return
        upstream.connect(str(self.server))
        threading.Thread(target=self._pass_on, args=(upstream, client), daemon=True).start()
        threading.Thread(target=self._listen, args=(client, upstream), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while said := source.recv(65536):
                target.sendall(said)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _listen(self, client: socket.socket, upstream: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(65536):
                if self.cut_at and self.cut_at in said:
                    self.cuts += 1
                    self.cut_at = self.cut_at if self.always else b""
                    client.shutdown(socket.SHUT_RDWR)
                    if self.arrives:
                        upstream.sendall(said)
                    break
                upstream.sendall(said)
        with suppress(OSError):
            upstream.shutdown(socket.SHUT_RDWR)


@contextmanager
def a_wire(address: str) -> Iterator[tuple[Wire, str]]:
    """A wire to the server at this address, and the address at its near end."""
    folder = address.split("host=")[1].split("&", maxsplit=1)[0]
    wire = Wire(next(Path(folder).glob(".s.PGSQL.*[0-9]")))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def accept() -> None:
            with suppress(OSError):
                while True:
                    wire.connect(listening.accept()[0])

        threading.Thread(target=accept, daemon=True).start()
        yield wire, address.replace(f"host={folder}", f"host=127.0.0.1&port={port}")
    for end in wire.ends:
        end.close()
