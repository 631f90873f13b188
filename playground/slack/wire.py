"""A wire between the app and the server, which can fail as networks do.

Silent: both ends believe they are connected, and nothing gets through. Slow: everything arrives,
after so many seconds. Cut: connections end at once. Unplugged: nobody answers at that port.
"""

import asyncio
import contextlib

CHUNK = 65_536


class Wire:
    """Forwards a port of its own to the server's."""

    def __init__(self, host: str, port: int) -> None:
        """Lead to ``host`` and ``port``."""
        self._host = host
        self._port = port
        self._listener: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._dead: set[asyncio.StreamWriter] = set()
        self.own_port = 0
        self.is_silent = False
        self.delay = 0.0

    @property
    def base_url(self) -> str:
        """Give the address for ``WebClient(base_url=...)`` through the wire."""
        return f"http://{self._host}:{self.own_port}/api/"

    async def open(self) -> None:
        """Answer at the wire's port: a free one the first time, the same one afterwards."""
        self._listener = await asyncio.start_server(self._join, self._host, self.own_port)
        self.own_port = self._listener.sockets[0].getsockname()[1]

    async def go_dead(self) -> None:
        """Let the connections of this moment carry nothing any more; others are sound."""
        self._dead |= self._writers

    async def cut(self) -> None:
        """End all connections at once; new ones are welcome."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def unplug(self) -> None:
        """Stop answering at the wire's port, and end all connections."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await self.cut()

    async def close(self) -> None:
        """Take the wire away."""
        await self.unplug()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, far_writer}
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump(reader, far_writer))
                pumps.create_task(self._pump(far_reader, writer))
        finally:
            self._writers -= {writer, far_writer}
            self._dead -= {writer, far_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                await asyncio.sleep(self.delay)
                if not self.is_silent and writer not in self._dead:
                    writer.write(chunk)
                    await writer.drain()
        writer.close()
