"""Mail: when it follows a push, what it says, and what a mail server may do to it."""
