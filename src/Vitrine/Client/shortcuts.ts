/** Single keys that act wherever the focus is, but never while somebody types, or while a dialog or menu is open. */
export function shortcuts(keys: Record<string, () => void>, signal?: AbortSignal): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).closest?.('textarea, select, input:not([type="checkbox"]), [contenteditable], video, audio')) return;
    if (document.querySelector('dialog[open], .pswp--open') && event.key !== '?') return;
    const act = keys[event.key];
    if (!act) return;
    if (event.key !== 'Escape') event.preventDefault();
    act();
  }, signal ? { signal } : {});
}
