/** Decodes and redraws one picture away from the screen; it ends after each, so the memory of a large one is free at once. */
import { draw } from './canvas';

addEventListener('message', ({ data }: MessageEvent<{ source: Blob | ImageBitmap }>) => {
  const decoded = data.source instanceof Blob ? createImageBitmap(data.source) : Promise.resolve(data.source);
  decoded.then(draw).then((drawn) => postMessage({ drawn }), () => postMessage({ failed: true }));
});
