"""Who may author which operation without it folding to a proposal (domain 6.4-6.5, as data in the catalogue)."""

from collections.abc import Mapping

from server.casework.catalogue import load

Roles = Mapping[str, str]


def role_in(roles: Roles | None, staff: str) -> str | None:
    return None if roles is None else roles.get(staff)


def may_author(role: str | None, kind: str, *, own: bool = False) -> bool:
    """`own`: the target was authored by the same person. Someone whose role is not known is not judged."""
    permissions = load().permissions
    if role is None or role in permissions.trusted_roles or (own and kind in permissions.own):
        return True
    return kind not in permissions.kinds or role in permissions.kinds[kind]


def may_set(role: str | None, entity: str, field: str) -> bool:
    permissions = load().permissions
    if role is None or role in permissions.trusted_roles:
        return True
    # `said:<id>` is one of many of its kind: what holds for `said` holds for each of them
    name = field.split(":", maxsplit=1)[0]
    return role in permissions.fields.get(f"{entity}.{name}", permissions.kinds["fields.set"])
