/** What a push says and which notification it becomes; pure, so that no payload can surprise the service worker. */

export interface PushMessage {
  title: string;
  body: string;
  tag: string;
  /** Path on our own origin, never another site. */
  path: string;
  silent: boolean;
  /** Proves to the server that this push arrived; null when it cannot be read. */
  receipt: string | null;
}

const TITLE = 'かさね：確認のお願い';
const BODY = 'アプリを開いて確認してください';
const UNREADABLE_TAG = 'kasane';
const PATH = /^\/(?:a\/[0-9a-f-]{36}|[a-z]*)$/;

/** Every push becomes a message: a browser ends a subscription whose pushes show nothing. `proposed` is what Safari gives in place of the text. */
export function readPush(text: string | null, origin: string, proposed: unknown = null): PushMessage {
  const payload = asRecord(parse(text));
  const said = asRecord(payload.notification ?? proposed);
  const ours = asRecord(payload.kasane ?? said.data);
  return {
    title: asText(said.title, TITLE),
    body: asText(said.body, BODY),
    tag: asText(said.tag, UNREADABLE_TAG),
    path: ownPath(said.navigate, origin),
    silent: said.silent === true,
    receipt: typeof ours.r === 'string' && ours.r.length <= 128 ? ours.r : null,
  };
}

/** `renotify` is missing in the type library, yet every browser but Safari knows it. */
type Options = NotificationOptions & { renotify: boolean };

export function notificationOptions(message: PushMessage): Options {
  return {
    body: message.body,
    tag: message.tag,
    lang: 'ja',
    silent: message.silent,
    // Without it a reminder would take the place of the unanswered alert without a sound.
    renotify: !message.silent,
    icon: '/icons/kasane-192.png',
    data: { path: message.path, receipt: message.receipt },
  };
}

/** The screen a tap leads to, whatever lies in the notification's data. */
export function pathOf(data: unknown): string {
  const path = asRecord(data).path;
  return typeof path === 'string' && PATH.test(path) ? path : '/alerts';
}

export function receiptOf(data: unknown): string | null {
  const receipt = asRecord(data).receipt;
  return typeof receipt === 'string' ? receipt : null;
}

function ownPath(navigate: unknown, origin: string): string {
  if (typeof navigate !== 'string') return '/alerts';
  const url = urlOf(navigate, origin);
  return url?.origin === origin && PATH.test(url.pathname) ? url.pathname : '/alerts';
}

function urlOf(text: string, base: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : otherwise;
}
