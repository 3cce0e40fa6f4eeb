/** Whether a desk's columns fit: the same measure as the frame's container query, text size counted in. */
import { innerWidth } from 'svelte/reactivity/window';
import { preferences } from '../more/preferences.svelte';

const DESK_REM = 64;

export const room = {
  get desk(): boolean {
    void preferences.text; // a larger text moves the border
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return (innerWidth.current ?? 0) >= DESK_REM * rem;
  },
};
