"""Call the admin API with requests that the caller's AWS credentials sign."""

import json
from typing import Any

import boto3
import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from contracts.errors import AutoRoutingError

_SECONDS = 70.0  # longer than the admin function's timeout


class AdminRefused(AutoRoutingError):
    """The admin API refused a request; the message is its own."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class AdminUnreachable(AutoRoutingError):
    """The admin API cannot be called, or did not answer."""


class AdminApi:
    """A client of the admin API: paths as in `docs/api.md`, bodies and answers as JSON objects."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        session = boto3.Session()
        credentials = session.get_credentials()
        if credentials is None:
            raise AdminUnreachable("no AWS credentials found: use --profile, or set AWS_PROFILE")
        self._auth = SigV4Auth(credentials, "lambda", session.region_name or "us-east-1")

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Return the JSON of the answer. Raises AdminRefused, AdminUnreachable."""
        data = json.dumps(body) if body is not None else ""
        signed = AWSRequest(method, self._url + path, {"content-type": "application/json"}, data)
        self._auth.add_auth(signed)
        try:
            answer = httpx.request(
                method,
                self._url + path,
                content=data,
                headers=dict(signed.headers.items()),
                timeout=_SECONDS,
            )
        except httpx.HTTPError as error:
            raise AdminUnreachable(
                f"{self._url} cannot be reached ({type(error).__name__}); try again"
            ) from error
        return _read(answer)


def _read(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = {"error": answer.text[:300]}
    if answer.is_error:
        message = body.get("error") or body.get("Message") or body.get("message")
        raise AdminRefused(answer.status_code, str(message or f"HTTP {answer.status_code}"))
    return dict(body)
