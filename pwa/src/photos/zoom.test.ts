/** Two fingers keep what lies between them, and the picture cannot be lost off the screen. */
import { describe, expect, it } from 'vitest';
import { kept, moved, WHOLE, zoomed } from './zoom';

const frame = { width: 400, height: 300 };

describe('zoom', () => {
  it('keeps the point between the fingers where it is', () => {
    const around = { x: 100, y: -50 };
    const zoom = zoomed(WHOLE, 2, around);
    const under = { x: (around.x - zoom.x) / zoom.scale, y: (around.y - zoom.y) / zoom.scale };
    expect(under).toEqual(around);
    expect(zoomed(zoom, 0.5, around)).toEqual(WHOLE);
  });

  it('is never smaller than whole and never more than sixfold', () => {
    expect(zoomed(WHOLE, 0.2).scale).toBe(1);
    expect(zoomed(WHOLE, 100).scale).toBe(6);
  });

  it('leaves no edge of the picture inside the frame', () => {
    expect(kept(moved(WHOLE, { x: 500, y: 500 }), frame)).toEqual(WHOLE);
    expect(kept({ scale: 3, x: 9_999, y: -9_999 }, frame)).toEqual({ scale: 3, x: 400, y: -300 });
  });
});
