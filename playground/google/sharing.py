"""Who may look at a file and who may change it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Literal

from playground.google.cells import Json

Role = Literal["owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"]
ROLES: tuple[Role, ...] = (
    "owner", "organizer", "fileOrganizer", "writer", "commenter", "reader",
)  # fmt: skip
_EDITING: frozenset[Role] = frozenset({"owner", "organizer", "fileOrganizer", "writer"})


@dataclass(frozen=True, slots=True)
class Permission:
    """One person, group, domain or everybody, and what they may do."""

    id: str
    type: str
    role: Role
    email: str = ""
    domain: str = ""

    def to_json(self) -> Json:
        """Drive's Permission object, in full."""
        given: Json = {
            "kind": "drive#permission",
            "id": self.id,
            "type": self.type,
            "role": self.role,
        }
        if self.email:
            given |= {"emailAddress": self.email, "displayName": self.email.partition("@")[0]}
        if self.domain:
            given |= {"domain": self.domain, "displayName": self.domain}
        if self.type in {"user", "group"}:
            given |= {"deleted": False, "pendingOwner": False}
        if self.type in {"anyone", "domain"}:
            given["allowFileDiscovery"] = False
        return given

    def covers(self, email: str) -> bool:
        """Whether the permission is this person's, or everybody's."""
        if self.type == "anyone":
            return True
        if self.type == "domain":
            return email.lower().endswith("@" + self.domain.lower())
        return self.email.lower() == email.lower()


class Sharing:
    """The permissions of one file."""

    def __init__(self, owner: str) -> None:
        self._by_id: dict[str, Permission] = {}
        self.share("user", "owner", email=owner)

    @property
    def owner(self) -> str:
        """The e-mail address of the file's owner."""
        return next(p.email for p in self.all() if p.role == "owner")

    def all(self) -> list[Permission]:
        """Every permission, the newest first, as Drive lists them."""
        return list(self._by_id.values())[::-1]

    def find(self, permission_id: str) -> Permission | None:
        """The permission with that id."""
        return self._by_id.get(permission_id)

    def share(
        self, kind: str, role: Role, *, email: str = "", domain: str = "", replacing: str = ""
    ) -> Permission:
        """Give a role; whoever has one already gets the new one under the same id.

        A new owner makes the one before a writer.
        """
        known = next((p.id for p in self.all() if self._same(p, kind, email, domain)), "")
        if role == "owner":
            for permission in list(self._by_id.values()):
                if permission.role == "owner":
                    self._by_id[permission.id] = replace(permission, role="writer")
        permission_id = replacing or known or _new_id(kind)
        granted = Permission(permission_id, kind, role, email, domain)
        self._by_id[permission_id] = granted
        return granted

    def withdraw(self, permission_id: str) -> None:
        """Take a permission away."""
        self._by_id.pop(permission_id, None)

    def may_read(self, email: str) -> bool:
        """Whether the person may look."""
        return any(permission.covers(email) for permission in self.all())

    def may_edit(self, email: str) -> bool:
        """Whether the person may change cells."""
        return any(p.covers(email) and p.role in _EDITING for p in self.all())

    @staticmethod
    def _same(permission: Permission, kind: str, email: str, domain: str) -> bool:
        return (permission.type, permission.email.lower(), permission.domain.lower()) == (
            kind,
            email.lower(),
            domain.lower(),
        )


def _new_id(kind: str) -> str:
    if kind == "anyone":
        return "anyoneWithLink"
    return f"{secrets.randbelow(10**20):020d}"
