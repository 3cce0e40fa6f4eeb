// Stop-watches inside the measured page.
(() => {
  const marks = (window.benchMarks = { taps: [], commits: [], unlocked: [], rows: null, rowsWanted: 0, selector: '' });
  addEventListener('pointerup', (event) => marks.taps.push(event.timeStamp), true);
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = original.call(this, stores, mode, options);
    const names = typeof stores === 'string' ? [stores] : [...stores];
    if (mode === 'readwrite' && names.includes('outbox') && names.includes('drafts')) // a record is being kept; pages of a pull are not
      transaction.addEventListener('complete', () =>
        marks.commits.push({ at: performance.now(), strict: transaction.durability === 'strict' }));
    return transaction;
  };
  // The factor has opened the storage key: the first key it unwraps.
  const unwrapKey = SubtleCrypto.prototype.unwrapKey;
  SubtleCrypto.prototype.unwrapKey = async function (...given) {
    const key = await unwrapKey.apply(this, given);
    marks.unlocked.push(performance.now());
    return key;
  };
  const look = () => {
    if (marks.rows === null && marks.rowsWanted && document.querySelectorAll(marks.selector).length >= marks.rowsWanted)
      requestAnimationFrame(() => setTimeout(() => painted((marks.rows ??= performance.now()))));
  };
  // One promise to wait for: asking again and again would cost the slowed page what is being measured.
  let painted;
  window.benchPainted = new Promise((resolve) => (painted = resolve));
  document.addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document, { childList: true, subtree: true }));
})();
