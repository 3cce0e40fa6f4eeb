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
        "an address is used before its code came back", "server/mail/outbox.py",
        "m.state = 'confirmed'\non conflict", "m.state in ('confirmed', 'refused')\non conflict",
        "a mailbox that is gone, or was never hers, is written to for ever",
        (f"{_LADDER}::test_a_mailbox_that_is_gone_is_written_down_and_asked_no_more",),
    ),
    Mutant(
        "a mail goes out in the clear", "server/mail/sender.py",
        'start_tls=relay.tls == "starttls",', "start_tls=None,",
        "the line to the mail server can be read by whoever stands between",
        ("tests/mail/test_sender.py::test_without_tls_nothing_is_said_to_a_server_elsewhere",),
    ),
    Mutant(
        "a household's alert goes to the mailbox of every center", "server/mail/outbox.py",
        "join bucket b on b.center = m.center where b.id = $2", "join bucket b on b.id = $2 where m.center is not null",
        "another ward is woken for a household it may not read",
        ("tests/mail/test_last_rung.py::test_where_nobody_can_be_reached_the_centers_own_mailbox_is_asked_at_once",),
    ),
)  # fmt: skip
