/** Compiler options shared by Vite and svelte-check. */
export default {
  // 'tree' builds elements without innerHTML, so the page runs under Trusted Types with no HTML policy at all.
  compilerOptions: { runes: true, fragments: 'tree' },
};
