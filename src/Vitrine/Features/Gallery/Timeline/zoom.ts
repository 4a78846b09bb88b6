const STEPS = [0.6, 0.8, 1, 1.3, 1.7];

/** Tile sizes: five steps, kept in a cookie so that the server's boxes have the size from the first byte. */
export function zoom(host: HTMLElement, changed: () => void, signal: AbortSignal): void {
  const controls = document.querySelector<HTMLElement>('.zoom');
  if (!controls) return;
  let step = Math.max(0, STEPS.indexOf(Number(getComputedStyle(host).getPropertyValue('--zoom')) || 1));
  const set = (by: number) => {
    const next = Math.min(Math.max(step + by, 0), STEPS.length - 1);
    if (next === step) return;
    step = next;
    host.style.setProperty('--zoom', String(STEPS[step]));
    document.cookie = `tiles=${step + 1}; path=/; max-age=31536000; samesite=lax`;
    for (const button of controls.querySelectorAll<HTMLButtonElement>('button')) button.disabled = !(step + Number(button.dataset.zoom) in STEPS);
    changed();
  };
  controls.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLElement>('[data-zoom]');
    if (button) set(Number(button.dataset.zoom));
  }, { signal });
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || (event.target as Element).closest('input, textarea, select')) return;
    if (event.key === '+' || event.key === '=') set(1);
    if (event.key === '-') set(-1);
  }, { signal });
}
