"""Whether a mark of 支援措置 can be folded. Twin of pwa/src/casework/readable-protection.ts."""

from typing import Any

from server.casework.readable_agreed import has_lists, has_texts


def is_protection(value: Any) -> bool:
    return (
        has_texts(value, "since", "until", "basis", "called", "told")
        and has_lists(value, "persons")
        and isinstance(value.get("people"), list)
        and all(has_texts(one, "staff", "name", "basis") for one in value["people"])
    )
