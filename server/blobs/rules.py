"""How a sealed photo is cut, and how much of it a device may send. Pure."""

SEGMENT_BYTES = 256 * 1024
TAG_BYTES = 16
CHUNK_BYTES = SEGMENT_BYTES + TAG_BYTES
MOST_CHUNKS = 60  # 15 MiB
CHUNKS_A_DAY = 4_000  # of one device: about a thousand photos


def is_whole(n: int, of: int, size: int) -> bool:
    """Every chunk but the last is full; the last holds at least one byte beside its tag."""
    return size == CHUNK_BYTES if n < of - 1 else TAG_BYTES < size <= CHUNK_BYTES
