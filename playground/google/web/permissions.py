"""The methods of Drive v3 on permissions: who shares a file."""

from __future__ import annotations

from typing import cast

from playground.google.cells import Json
from playground.google.drive import DriveFile
from playground.google.errors import GoogleError
from playground.google.sharing import ROLES, Permission, Role
from playground.google.web.calls import Answer, Call, Method, Plain
from playground.google.web.files import body_of, find, masked, may_not

_DEFAULT = ("kind", "id", "type", "role")
_TYPES = frozenset({"user", "group", "domain", "anyone"})


def create(call: Call) -> Json:
    """`permissions.create`: share a file."""
    file, given = find(call, to_edit=True), body_of(call)
    kind, role = str(given.get("type", "")), _role(given)
    if kind not in _TYPES:
        raise GoogleError(400, "The permission type field is required.")
    email, domain = str(given.get("emailAddress") or ""), str(given.get("domain") or "")
    if kind in {"user", "group"} and "@" not in email:
        raise GoogleError(400, "The specified emailAddress is invalid or not applicable.")
    if kind == "domain" and not domain:
        raise GoogleError(400, "The specified domain is invalid or not applicable.")
    _must_allow_owner(call, file, role)
    shared = file.sharing.share(kind, role, email=email, domain=domain)
    return masked(call, shared.to_json(), _DEFAULT)


def _role(given: Json) -> Role:
    role = given.get("role")
    if role not in ROLES:
        raise GoogleError(400, "The permission role field is required.")
    return cast("Role", role)


def _must_allow_owner(call: Call, file: DriveFile, role: Role) -> None:
    if role != "owner":
        return
    if not call.flag("transferOwnership"):
        raise GoogleError(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
        )
    if file.sharing.owner.lower() != call.caller.lower():
        raise may_not()


def list_all(call: Call) -> Json:
    """`permissions.list`."""
    found = [permission.to_json() for permission in find(call).sharing.all()]
    if not call.one("fields"):
        found = [{name: item[name] for name in _DEFAULT} for item in found]
    return masked(call, {"kind": "drive#permissionList", "permissions": found}, None)


def _permission(call: Call, file: DriveFile) -> Permission:
    found = file.sharing.find(call.path["permissionId"])
    if found is None:
        raise GoogleError(404, f"Permission not found: {call.path['permissionId']}.")
    return found


def get(call: Call) -> Json:
    """`permissions.get`."""
    return masked(call, _permission(call, find(call)).to_json(), _DEFAULT)


def update(call: Call) -> Json:
    """`permissions.update`: give somebody another role."""
    file, given = find(call, to_edit=True), body_of(call)
    known = _permission(call, file)
    if given.get("pendingOwner"):
        return masked(call, {**known.to_json(), "pendingOwner": True}, _DEFAULT)
    role = _role(given)
    _must_allow_owner(call, file, role)
    shared = file.sharing.share(
        known.type, role, email=known.email, domain=known.domain, replacing=known.id
    )
    return masked(call, shared.to_json(), _DEFAULT)


def delete(call: Call) -> Answer:
    """`permissions.delete`: stop sharing with somebody; the owner stays."""
    file = find(call, to_edit=True)
    known = _permission(call, file)
    if known.role == "owner":
        raise may_not()
    file.sharing.withdraw(known.id)
    return Plain(status=204)


_ALL = r"/drive/v3/files/(?P<fileId>[^/:]+)/permissions"
_ONE = _ALL + r"/(?P<permissionId>[^/:]+)"

METHODS = (
    Method("permissions.list", "GET", _ALL, "read", list_all, None),
    Method("permissions.create", "POST", _ALL, "write", create, None),
    Method("permissions.get", "GET", _ONE, "read", get, None),
    Method("permissions.update", "PATCH", _ONE, "write", update, None),
    Method("permissions.delete", "DELETE", _ONE, "write", delete, None),
)
