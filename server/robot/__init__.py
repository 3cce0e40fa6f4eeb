"""Every hour an alert of nobody's goes the real way and a robot answers it: whether they arrive is tried, not hoped."""
