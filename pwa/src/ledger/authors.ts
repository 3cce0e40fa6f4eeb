/** Who wrote with a device, and in which role: the certificate says it, also after the person has left; the server's list never does. */
import type { Uuid } from '../casework/records';
import type { Trust } from '../envelope/trust';

/** Each author asked for is entered in `roles`: whoever is not in it would be judged by nobody when the household is folded. */
export function authorsBy(trust: Pick<Trust, 'certificate'>, roles: Map<Uuid, string>): (device: Uuid) => Uuid | null {
  return (device) => {
    const certificate = trust.certificate(device);
    if (!certificate) return null;
    roles.set(certificate.staff, certificate.role);
    return certificate.staff;
  };
}
