"""The eyes of the screen stories, as they run in the page: text cut off, colours too near, controls too small for a thumb, words, focus."""

# phone: text from 16 px on, else from 14; touch: every control is 48 px for a thumb, at a desk 24 for a trembling mouse.
FINDINGS = """({ phone, touch }) => {
  const wrong = [];
  const over = document.querySelector('dialog[open]:last-of-type');
  const shown = (one) => one.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
  const aside = (one) => { // said aloud, never shown
    for (let at = one; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).clipPath !== 'none') return true;
    return false;
  };
  const scrolls = (one) => one.closest('.frame[role=group]') !== null;
  const named = (one) => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 110);
  const wide = () => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && shown(one) && !scrolls(one));
  if (document.scrollingElement.scrollWidth > innerWidth) wrong.push(`scrolls sideways: ${wide().slice(-3).map(named)}`);
  const walk = document.createTreeWalker(over ?? document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const of = node.parentElement;
    if (!node.data.trim() || !of || of.closest('script, style, noscript, option') || !shown(of) || aside(of)) continue;
    const size = parseFloat(getComputedStyle(of).fontSize);
    if (size < (phone ? 16 : 14) && !of.closest('.count')) wrong.push(`text of ${size} px: ${node.data.trim().slice(0, 30)}`);
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width === 0 || scrolls(of)) continue;
      if (box.right > innerWidth + 1 || box.left < -1) wrong.push(`outside the screen: ${node.data.trim().slice(0, 30)}`);
      for (let at = of; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (!/hidden|clip/.test(style.overflowX + style.overflowY) || style.position === 'fixed') continue;
        const edge = at.getBoundingClientRect();
        if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 2) wrong.push(`cut off: ${node.data.trim().slice(0, 30)}`);
      }
    }
  }
  const least = phone ? 48 : 24;
  if (touch) for (const one of (over ?? document).querySelectorAll('a[href], button, summary, select, textarea, input, label:has(> input)')) {
    if (!shown(one) || aside(one) || (one.matches('input[type=radio], input[type=checkbox]') && one.closest('label'))) continue;
    const box = one.getBoundingClientRect();
    if (box.height < least - 0.5 || box.width < least - 0.5) wrong.push(`too small for a ${phone ? 'thumb' : 'hand'}, ${Math.round(box.width)} by ${Math.round(box.height)}: ${named(one)}`);
  }
  return [...new Set(wrong)].slice(0, 12);
}"""
# Text stands out seven to one, large text four and a half: the law asks for less. The ground is what the parents paint, so
# the house draws no text over pictures or gradients and uses no opacity; what cannot be told is said, never passed over.
CONTRAST = """() => {
  const shown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const parts = (colour) => { const all = colour.match(/[\\d.]+/g).map(Number); return all.length < 4 ? [...all, 1] : all; };
  const over = ([r, g, b, a], ground) => [r, g, b].map((one, n) => one * a + ground[n] * (1 - a));
  const light = (rgb) => rgb.map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
  const grounds = new Map();
  const groundOf = (one) => {
    if (!one) return over(parts(getComputedStyle(document.documentElement).backgroundColor), [255, 255, 255]);
    if (!grounds.has(one)) {
      const style = getComputedStyle(one), colour = parts(style.backgroundColor);
      const under = colour[3] === 1 ? [0, 0, 0] : one.matches('dialog') ? null : groundOf(one.parentElement);
      const untold = style.backgroundImage !== 'none' || style.opacity !== '1' || !/^rgba?\\(/.test(style.backgroundColor);
      grounds.set(one, untold || under === null ? null : over(colour, under));
    }
    return grounds.get(one);
  };
  const wrong = new Set();
  const weigh = (one, text, style) => {
    const ground = groundOf(one), colour = /^rgba?\\(/.test(style.color) ? parts(style.color) : null;
    if (ground === null || colour === null) return wrong.add(`contrast cannot be told: ${text}`);
    const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
    const [low, high] = [light(over(colour, ground)), light(ground)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05), asked = size >= 24 || (bold && size >= 56 / 3) ? 4.5 : 7;
    if (ratio < asked) wrong.add(`contrast ${ratio.toFixed(2)} of ${asked}: ${text}`);
  };
  const within = document.querySelector('dialog[open]:last-of-type') ?? document.body;
  const idle = (one) => one.closest(':disabled, [aria-disabled=true]') !== null || one.closest('label')?.control?.disabled === true;
  const walk = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const of = node.parentElement;
    if (node.data.trim() && !of.closest('script, style, noscript, option') && shown(of) && !idle(of)) weigh(of, node.data.trim().slice(0, 30), getComputedStyle(of));
  }
  for (const one of within.querySelectorAll('input, textarea, select')) {
    if (!shown(one) || idle(one) || /^(radio|checkbox|range|file|hidden)$/.test(one.type)) continue;
    weigh(one, one.id || one.name, getComputedStyle(one));
    if (one.placeholder) weigh(one, `placeholder of ${one.id || one.name}`, getComputedStyle(one, '::placeholder'));
  }
  return [...wrong].slice(0, 12);
}"""
READ = """() => {
  const shown = (one) => one.checkVisibility?.({ checkOpacity: false, checkVisibilityCSS: true }) ?? true;
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const of = node.parentElement;
    if (node.data.trim() && of && (shown(of) || of.tagName === 'OPTION') && !of.closest('kbd, code, script, style, noscript')) out.push(node.data);
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
    if (shown(one)) out.push(...['aria-label', 'placeholder', 'title', 'alt'].map((name) => one.getAttribute(name) ?? ''));
  return out.join('\\n');
}"""
SHADES = """async (packed) => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))]));
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  for (let shades = 32; ; shades -= 2) {
    const near = (value) => Math.round(Math.round((value / 255) * shades) / shades * 255);
    const colours = new Map();
    let text = '';
    for (let at = 0; at < data.length && colours.size <= 256; at += 4) {
      const colour = (near(data[at]) << 16) | (near(data[at + 1]) << 8) | near(data[at + 2]);
      if (!colours.has(colour)) colours.set(colour, colours.size);
      text += String.fromCharCode(colours.get(colour));
    }
    if (colours.size <= 256) return { width: image.width, height: image.height, colours: [...colours.keys()], places: btoa(text) };
  }
}"""
# Every stop of the Tab key is taken off `unreached`; one without a ring of its own or around its label goes into `unseen`.
UNSEEN_FOCUS = """() => {
  const within = document.querySelector('dialog[open]:last-of-type') ?? document;
  // A group of radios is one stop: the chosen one, or the first where none is.
  const stopOf = ({ name }) => { const group = [...document.getElementsByName(name)]; return group.find((one) => one.checked) ?? group[0]; };
  const all = [...within.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !(one.type === 'radio' && stopOf(one) !== one));
  globalThis.unreached = new Set(all);
  globalThis.unseen = [];
  globalThis.watching?.abort(); // the screen before this one needs no more watching
  globalThis.watching = new AbortController();
  addEventListener('focusin', ({ target }) => {
    globalThis.unreached.delete(target);
    const ringed = (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none';
    if (all.includes(target) && !ringed(target) && !ringed(target.closest('label')) && !ringed(target.parentElement)) globalThis.unseen.push(target.outerHTML.slice(0, 120));
  }, { signal: globalThis.watching.signal });
  document.activeElement?.blur?.();
  return all.length;
}"""
