/** Asks the browser to send the outbox once a connection is back, even with the app closed. Only Chrome on Android can; nobody is promised it. */

export const UPLOAD_TAG = 'kasane-upload';

interface SyncRegistration { sync?: { register(tag: string): Promise<void> } }

export async function sendLater(): Promise<void> {
  try {
    const registration = (await navigator.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
    await registration?.sync?.register(UPLOAD_TAG);
  } catch {
    // refused (private window, permission): the app itself sends when it is next open
  }
}
