/** How a picture lies under two fingers or the keys: scale and place, never smaller than the screen and never out of it. Pure. */

export interface Zoom { scale: number; x: number; y: number }
export interface Point { x: number; y: number }

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const MOST = 6;

/** `around` stays under the fingers; both are measured from the middle of the frame. */
export function zoomed(zoom: Zoom, by: number, around: Point = { x: 0, y: 0 }): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * by));
  const ratio = scale / zoom.scale;
  return { scale, x: around.x - (around.x - zoom.x) * ratio, y: around.y - (around.y - zoom.y) * ratio };
}

export function moved(zoom: Zoom, by: Point): Zoom {
  return { ...zoom, x: zoom.x + by.x, y: zoom.y + by.y };
}

/** At most half of what hangs over on each side. */
export function kept(zoom: Zoom, frame: { width: number; height: number }): Zoom {
  const most = { x: (frame.width * (zoom.scale - 1)) / 2, y: (frame.height * (zoom.scale - 1)) / 2 };
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));
  return { scale: zoom.scale, x: clamp(zoom.x, most.x), y: clamp(zoom.y, most.y) };
}
