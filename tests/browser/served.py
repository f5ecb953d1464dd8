"""An application served by waitress on a free port, in a thread that ends with the test."""

from threading import Thread
from types import TracebackType
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server


class Served:
    """Serves between entering and leaving; `address` says where."""

    def __init__(self, app: Flask) -> None:
        self.server: Any = create_server(
            app, host="127.0.0.1", port=0, threads=4, ident=None, clear_untrusted_proxy_headers=True
        )
        self.address = f"http://127.0.0.1:{self.server.effective_port}"
        self.ended = False
        self.thread = Thread(target=self._serve)

    def _serve(self) -> None:
        while not self.ended:
            wasyncore.loop(timeout=0.2, map=self.server._map, count=1)

    def __enter__(self) -> "Served":
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.ended = True
        self.server.pull_trigger()
        self.thread.join()
        self.server.task_dispatcher.shutdown()
        wasyncore.close_all(self.server._map)
