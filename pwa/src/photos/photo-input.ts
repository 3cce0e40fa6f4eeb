/** A photo as the form holds it before it is saved: what it shows, and where its sealed bytes lie. */
import type { AttachedFile, Instant, Payload, Photo, PhotoEntry, Uuid } from '../casework/records';
import { KIND } from '../envelope/frame';
import type { Draftling } from '../ledger/writer';
import { photoText } from '../text/photos';
import { nearMoment } from '../text/when';

export interface PhotoInput { att: Uuid; taken_at: Instant; place: string; caption: string; file: AttachedFile }
export type PhotoAdd = Extract<Payload, { kind: 'photo.add' }>;

export function payloadOf({ taken_at, place, caption, file }: PhotoInput, recorded_at: Instant, visit?: Uuid): PhotoAdd {
  const photo: Photo = { taken_at, place, caption: caption.trim(), ...(visit && { visit }) };
  return { kind: 'photo.add', photo, file, recorded_at };
}

/** The photos of a record, ready to be sealed beside it; a correction's belong to the visit it corrects. */
export function photoOps(photos: readonly PhotoInput[], { id, payload, title }: Draftling): Draftling[] {
  const visit = payload.kind === 'visit.add' ? id : payload.kind === 'amend' ? payload.target : undefined;
  return photos.map((one) => ({ id: one.att, payload: payloadOf(one, payload.recorded_at, visit), kind: KIND.attachmentHeader, title }));
}

/** The photos a draft of any shape holds: a form of another kind holds none. */
export function photosIn(value: unknown): PhotoInput[] {
  const photos = (value as { photos?: unknown } | null)?.photos;
  return Array.isArray(photos) ? (photos as PhotoInput[]) : [];
}

/** Photos that stand, newest first, by place in the order of the list; the same place over time is one row. */
export function byPlace(photos: readonly PhotoEntry[]): { place: string; label: string; photos: PhotoEntry[] }[] {
  const standing = photos.filter((entry) => !entry.retracted);
  const known = Object.keys(photoText.places);
  const places = [...new Set(standing.map((entry) => entry.photo.place))].sort((a, b) => rank(known, a) - rank(known, b));
  return places.map((place) => ({ place, label: placeLabel(place), photos: standing.filter((entry) => entry.photo.place === place) }));
}

function rank(known: string[], place: string): number {
  const at = known.indexOf(place);
  return at < 0 ? known.length : at;
}

export function placeLabel(place: string): string {
  return (photoText.places as Record<string, string>)[place] ?? photoText.places.other;
}

/** What a screen reader says of it. */
export function altOf({ photo }: Pick<PhotoEntry, 'photo'>): string {
  return photoText.alt(placeLabel(photo.place), nearMoment(photo.taken_at), photo.caption);
}
