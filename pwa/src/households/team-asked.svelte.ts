/** Asks the server who is on a household; without an answer the phone goes by what it knows. Call while the component is made. */
import type { HouseholdState, Uuid } from '../casework/records';
import { overHttp } from '../sync/transport';
import { type Team, workingOn } from './team';

/** Lets a colleague open the household as its lead. */
export async function letIn(bucket: Uuid, staff: Uuid): Promise<void> {
  await overHttp('/scope/v1/grants', { body: { bucket, staff, role: 'lead', basis: 'internal_use' } });
}

export class TeamAsked {
  #told = $state.raw<ReadonlySet<Uuid> | null>(null);

  constructor(bucket: Uuid, private readonly state: () => HouseholdState | null) {
    void overHttp<{ team: { staff: Uuid }[] }>(`/scope/v1/buckets/${bucket}`).then(
      ({ team }) => (this.#told = new Set(team.map(({ staff }) => staff))),
      () => undefined,
    );
  }

  get known(): Team {
    return { told: this.#told, working: workingOn(this.state()) };
  }
}
