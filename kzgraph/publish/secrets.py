"""Who publishes: an account or a token from the environment or ~/.netrc, never from the command line, never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kzgraph.errors import StoreError

#: The names of the variables.
USER, PASSWORD, TOKEN = "KZGRAPH_USER", "KZGRAPH_PASSWORD", "KZGRAPH_TOKEN"


@dataclass(frozen=True, slots=True)
class Secrets:
    """An account, a token, or neither.

    Args:
        user: The name of the account.
        password: Its password.
        token: For stores that take one in the place of an account.

    >>> Secrets("ana", "cloud-9")
    Secrets()
    >>> Secrets("ana", "cloud-9").hidden("401 for ana:cloud-9")
    '401 for ana:***'
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def hidden(self, text: str) -> str:
        """Return a text without the secrets in it: stores repeat what they were sent.

        Args:
            text: Anything that will be shown or written.
        """
        for secret in (self.password, self.token):
            if secret:
                text = text.replace(secret, "***")
        return text

    def __bool__(self) -> bool:
        return bool(self.user or self.token)


def find_secrets(address: str, environment: Mapping[str, str]) -> Secrets:
    """Return the secrets for a host.

    Args:
        address: Of the store.
        environment: Of the process; a token in it counts before an account, an account before ~/.netrc.

    Raises:
        StoreError: The environment has a name without a password or the other way round.
    """
    from requests.utils import get_netrc_auth

    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if bool(user) != bool(password):
        lacking = PASSWORD if user else USER
        raise StoreError(lacking, "it is not set, but its other half is", "Set both, or neither.")
    if environment.get(TOKEN):
        return Secrets(token=environment[TOKEN])
    if user:
        return Secrets(user, password)
    found = get_netrc_auth(address)
    return Secrets(found[0] or "", found[1] or "") if found else Secrets()
