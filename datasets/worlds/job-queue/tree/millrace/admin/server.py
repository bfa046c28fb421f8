"""Serves the admin API by HTTP, on loopback. Behind a proxy that knows who somebody is."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from millrace.admin.api import Api


def server(api: Api, host: str, port: int) -> ThreadingHTTPServer:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length).decode()
            actor = self.headers.get("x-remote-user", "?")
            with lock:
                status, data = api.handle(self.command, self.path, body, actor)
            text = data if isinstance(data, str) else json.dumps(data)
            self.send_response(status)
            self.send_header("content-length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = _answer

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer((host, port), Handler)
