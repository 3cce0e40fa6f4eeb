"""Who may sign and who may receive: the directory's statements folded from the pinned office root."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.envelope.encoding import from_b64u, uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.signing import print_of, public_key
from server.envelope.statement import NO_HASH, ROOT, chain_hash, claims_of, mark_of, read_statement


@dataclass(frozen=True, slots=True)
class Certificate:
    device: UUID
    staff: UUID
    name: str
    kana: str
    role: str
    center: str | None
    organisation: str
    kem_key: bytes
    sign_key: bytes


@dataclass(frozen=True, slots=True)
class Grant:
    bucket: UUID
    epoch: int
    key_check: bytes
    device: UUID  # the recipient
    role: str
    basis: str
    signer: UUID
    n: int = 0  # the directory's number when this key was begun; 0, the oldest, where the granter does not say


class Trust:
    """Takes statements strictly in order; one that does not hold raises CannotOpen and changes nothing."""

    def __init__(self, root_print: bytes) -> None:
        self._root_print = root_print
        self.begin_again()

    def begin_again(self) -> None:
        """Knows nothing but the pinned root: for the start, and for a server put back from a backup."""
        self.head = 0
        self.hash = NO_HASH
        self.office = ""
        self._root_key = b""
        self._certificates: dict[UUID, Certificate] = {}
        self._revoked: dict[UUID, int] = {}  # device → number of its revocation

    def take(self, n: int, statement: str) -> None:
        if n != self.head + 1:
            raise CannotOpen
        if n == 1:
            self._take_root(statement)
        else:
            self._take_later(statement)
        self.head, self.hash = n, chain_hash(self.hash, statement)

    def certificate(self, device: UUID) -> Certificate | None:
        """Also of a revoked device: what it signed before its revocation still stands."""
        return self._certificates.get(device)

    def is_revoked(self, device: UUID) -> bool:
        return device in self._revoked

    def ended_since(self, n: int) -> list[Certificate]:
        """Whose devices were revoked after the directory's number n."""
        ended = [device for device, at in self._revoked.items() if at > n]
        return [self._certificates[device] for device in ended if device in self._certificates]

    def recipient(self, device: UUID) -> Certificate | None:
        """The certificate, while the device may still be handed keys."""
        return None if device in self._revoked else self._certificates.get(device)

    def recipients(self) -> list[Certificate]:
        """Every device that may still be handed keys."""
        return [one for device, one in self._certificates.items() if device not in self._revoked]

    def read_grant(self, statement: str) -> Grant:
        signer = uuid_of(mark_of(statement).kid)
        certificate = self._certificates.get(signer)
        if certificate is None:
            raise CannotOpen
        claims = read_statement(statement, "kasane-grant", str(signer), certificate.sign_key)
        epoch, n = claims.get("epoch"), claims.get("n", 0)
        if type(epoch) is not int or epoch < 1 or type(n) is not int or n < 0:
            raise CannotOpen
        return Grant(
            uuid_of(claims.get("bucket")), epoch, from_b64u(claims.get("key_check"), 16), uuid_of(claims.get("device")),
            _text(claims, "role"), _text(claims, "basis"), signer, n,
        )  # fmt: skip

    def _take_root(self, statement: str) -> None:
        # The key comes from the statement itself; what makes it the office's is the pinned print.
        key = from_b64u(claims_of(statement).get("sign_key"), 65)
        if print_of(key) != self._root_print:
            raise CannotOpen
        self.office = _text(read_statement(statement, "kasane-root", ROOT, key), "office")
        self._root_key = key

    def _take_later(self, statement: str) -> None:
        match mark_of(statement).typ:
            case "kasane-device":
                claims = read_statement(statement, "kasane-device", ROOT, self._root_key)
                certificate = _certificate(claims)
                if certificate.device in self._certificates:
                    raise CannotOpen
                self._certificates[certificate.device] = certificate
            case "kasane-revoke":
                claims = read_statement(statement, "kasane-revoke", ROOT, self._root_key)
                self._revoked.setdefault(uuid_of(claims.get("device")), self.head + 1)
            case "kasane-root" | "kasane-grant":
                raise CannotOpen
            case later:
                # The root's signature is asked of it too; what it says is left to those who know it.
                read_statement(statement, later, ROOT, self._root_key)


def _certificate(claims: dict[str, Any]) -> Certificate:
    center = claims.get("center")
    certificate = Certificate(
        uuid_of(claims.get("device")), uuid_of(claims.get("staff")), _text(claims, "name"), _text(claims, "kana"),
        _text(claims, "role"), center if isinstance(center, str) else None, _text(claims, "organisation"),
        from_b64u(claims.get("kem_key"), 65), from_b64u(claims.get("sign_key"), 65),
    )  # fmt: skip
    public_key(certificate.kem_key)
    public_key(certificate.sign_key)
    return certificate


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str):
        raise CannotOpen
    return value
