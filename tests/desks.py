"""A browser and a program as tests use them: the keys of every request go along."""

from uuid import uuid4


class Desk:
    """A browser with somebody logged in: its forms carry his token and a key."""

    def __init__(self, client, person):
        self.client = client
        self.person = person  # called, it says who sits here
        self.token = ""

    def get(self, path, **more):
        """Fetch a page."""
        return self.client.get(path, follow_redirects=False, **more)

    def post(self, path, form=None, **more):
        """Send a form as the page would; pass `_key` to send the same one twice."""
        data = {"_csrf_token": self.token, "_key": str(uuid4()), **(form or {})}
        return self.client.post(path, data=data, follow_redirects=False, **more)

    def send(self, method, path, form=None):
        """Whatever the route wants."""
        return self.get(path) if method == "GET" else self.post(path, form)


class Program:
    """Another program with a token, speaking JSON."""

    def __init__(self, client, token):
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path, **more):
        """Ask."""
        return self.client.get(path, headers=self.headers, **more)

    def post(self, path, body=None, key=None, **more):
        """Act; `key` is the Idempotency-Key."""
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return self.client.post(path, json=body or {}, headers=headers, **more)
