/** How long a tile may wait before a blurred picture stands in; a cached picture is there sooner and never flickers. */
const PATIENCE = 80;

/** Shows the blurred pictures that the server sent for the first screen, where the real ones are slow to come. */
export function placeholders(host: HTMLElement): void {
  setTimeout(async () => {
    const slow = [...host.querySelectorAll<HTMLElement>('[data-hash]')].filter(tile => tile.querySelector('img')?.complete === false);
    if (slow.length === 0) return;
    const { thumbHashToDataURL } = await import('thumbhash');
    for (const tile of slow) {
      const image = tile.querySelector('img');
      if (!image || image.complete) continue;
      const bytes = Uint8Array.from(atob(tile.dataset.hash!), letter => letter.charCodeAt(0));
      tile.style.backgroundImage = `url(${thumbHashToDataURL(bytes)})`;
      image.addEventListener('load', () => tile.style.removeProperty('background-image'), { once: true });
    }
  }, PATIENCE);
}
