"""Every seeded fault there is, by part of the product."""

from tests.mutants import (
    app_faults,
    backup_faults,
    bounds_faults,
    clock_faults,
    conference_faults,
    directory_faults,
    duty_faults,
    first_faults,
    form_faults,
    handset_faults,
    ladder_faults,
    line_faults,
    merge_faults,
    outreach_faults,
    participation_faults,
    plan_faults,
    protection_faults,
    report_faults,
    return_faults,
    rollout_faults,
    safety_faults,
    sealed_faults,
    server_faults,
    sheet_faults,
    tie_faults,
    timer_faults,
    told_faults,
    transfer_faults,
    viewing_faults,
)
from tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *server_faults.COURSE, *server_faults.SYNC, *server_faults.ALERTS, *server_faults.DOORS, *sealed_faults.SEALED, *sealed_faults.CASEWORK,
    *transfer_faults.TRANSFERS, *app_faults.SENDING, *app_faults.KEEPING, *app_faults.LOCKING, *merge_faults.MERGES,
    *directory_faults.DIRECTORY, *sheet_faults.SHEETS, *told_faults.TOLD, *conference_faults.CONFERENCES, *timer_faults.TIMERS, *clock_faults.CLOCK,
    *outreach_faults.OUTREACH, *backup_faults.BACKUP, *plan_faults.PLANS, *participation_faults.PARTICIPATION, *handset_faults.HANDSET, *safety_faults.SAFETY,
    *ladder_faults.LADDER, *duty_faults.DUTY, *first_faults.FIRST, *protection_faults.PROTECTION, *report_faults.REPORTS, *tie_faults.TIES, *return_faults.RETURN,
    *rollout_faults.ROLLOUT, *line_faults.LINE, *form_faults.FORMS, *bounds_faults.BOUNDS, *viewing_faults.VIEWINGS,
)  # fmt: skip
