"""Faults between a phone and its office that only a bad line, a kill or a damaged phone brings to light."""

from tests.mutants.mutant import Mutant

_MARKS = "pwa/src/store/marks.test.ts"
_TOLD = "tests/faults/test_power_cuts.py::test_the_power_goes_in_the_very_moment_sato_is_told_and_what_she_was_told_is_there"
_DAYS = "tests/faults/test_histories.py::test_whatever_dies_burns_or_is_lost_every_living_phone_brings_its_records_home"
_LINES = "tests/faults/test_bad_lines.py::test_whatever_the_line_does_every_record_arrives_once_and_in_order"

LINE: tuple[Mutant, ...] = (
    Mutant(
        "a sleeping tab of the older app is waited for without a word", "pwa/src/store/connection.ts",
        "        refuse(new StoreFailure('blocked'));\n", "        void refuse;\n",
        "after an update the phone shows nothing but its name, until somebody finds the other tab by chance",
        (f"{_MARKS}::makes no way is said",),
    ),
    Mutant(
        "a swept phone is an empty one", "pwa/src/store/looking.ts",
        "known.filter(({ staff }) => !people.some(", "known.filter(({ staff }) => people.length > 0 && !people.some(",
        "two unsent visits are gone with the browser's own sweeping, and nobody is told that there were any",
        (f"{_MARKS}::whose it was and what was unsent",),
    ),
    Mutant(
        "an acknowledgement does not wait for the disk", "server/db.py",
        '    "idle_in_transaction_session_timeout": "5s",', '    "idle_in_transaction_session_timeout": "5s", "synchronous_commit": "off",',
        "what Sato was told has arrived is not there when the office comes back from a power cut",
        (_TOLD,),
    ),
    Mutant(
        "a page that is cut passes over what is behind it", "server/sync/outgoing.py",
        'at.base = page.rows[-1]["seq"] if page.more else upto', "at.base = upto",
        "of a day with many words Tanaka reads the first page, and the rest never reaches her desk",
        (_DAYS,),
    ),
    Mutant(
        "a proxy that takes less stops the whole outbox", "pwa/src/sync/upload.ts",
        "error.code === 'too_large' && batch.length > 1", "error.code === 'too_large' && batch.length > 1000",
        "behind a hotel's proxy nothing of a day leaves the phone, ever",
        (_LINES,),
    ),
)  # fmt: skip
