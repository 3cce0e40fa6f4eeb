"""Every seeded fault there is, by part of the product."""

from tests.mutants import app_faults, directory_faults, merge_faults, sealed_faults, server_faults, transfer_faults
from tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *server_faults.COURSE, *server_faults.SYNC, *server_faults.ALERTS, *server_faults.DOORS, *sealed_faults.SEALED, *sealed_faults.CASEWORK,
    *transfer_faults.TRANSFERS, *app_faults.SENDING, *app_faults.KEEPING, *app_faults.LOCKING, *merge_faults.MERGES,
    *directory_faults.DIRECTORY,
)  # fmt: skip
