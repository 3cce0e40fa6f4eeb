"""Faults of the mails that follow a push: to whom, when, and over which line."""

from tests.mutants.mutant import Mutant

_LADDER = "tests/mail/test_ladder.py"

LADDER = (
    Mutant(
        "a mail follows though the phone has said it arrived", "server/mail/worker.py",
        "            if row.received:\n", "            if row.received and row.stands is None:\n",
        "everybody is told everything twice, and soon reads neither",
        (f"{_LADDER}::test_a_push_that_was_taken_but_arrived_nowhere_is_followed_by_a_mail_after_a_minute",),
    ),
    Mutant(
        "an address is used without its code", "server/mail/service.py",
        'if not hmac.compare_digest(code_of(secret, row["id"]).encode(), code.encode()):', "if not code:",
        "somebody else's mailbox, mistyped or meant, learns when Tanaka is asked",
        ("tests/mail/test_mailbox.py::test_a_code_goes_first_and_only_its_return_makes_a_mailbox",),
    ),
    Mutant(
        "a mail goes out in the clear", "server/mail/sender.py",
        'start_tls=relay.tls == "starttls",', "start_tls=None,",
        "the line to the mail server can be read by whoever stands between",
        ("tests/mail/test_sender.py::test_without_tls_nothing_is_said_to_a_server_elsewhere",),
    ),
    Mutant(
        "a household that moved is still asked of its old center", "server/mail/outbox.py",
        "m.center = (select b.center from bucket b where b.id = a.bucket)", "m.center is not null",
        "another ward is woken for a household it may not read",
        ("tests/mail/test_last_rung.py::test_a_household_that_moved_is_asked_of_its_new_center_only",),
    ),
)  # fmt: skip
