"""The few calls that the demo makes to the hub's API, with the envelope taken off."""

import json
import urllib.error
import urllib.request

from processes import Failure


class HubClient:
    def __init__(self, address):
        self.address = address
        self.token = None

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.address + path, method=method)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=20) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            raise Refused(refusal.code, refusal.read().decode(errors="replace"), f"{method} {path}") from None
        except OSError as error:
            raise Failure(f"{method} {path}: the hub does not answer ({error})") from None
        return json.loads(text)["data"] if text else None

    def log_in(self, email, password):
        self.token = self.call("POST", "/api/auth/login", {"email": email, "password": password})["token"]


class Refused(Failure):
    """The hub's own error: status and code."""

    def __init__(self, status, body, what):
        self.status = status
        try:
            error = json.loads(body)["error"]
            self.code, message = error["code"], error["message"]
        except (ValueError, KeyError, TypeError):
            self.code, message = None, body[:200]
        super().__init__(f"{what}: {status} {self.code or ''} {message}")


def local_json(address, path):
    """What a local address answers as JSON; nothing when it does not answer."""
    try:
        with urllib.request.urlopen(address + path, timeout=2) as answer:
            return json.loads(answer.read())
    except (OSError, ValueError):
        return None
