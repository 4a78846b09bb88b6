import type { QueueLink } from './queueLink';

/**
 * Asks before a page is left only where bytes would be lost with it: files under way of which the browser holds no copy, and either no
 * worker outlives the page, or the tab is closed rather than turned to another page of the site.
 */
export function leaveGuard(link: QueueLink, signal: AbortSignal) {
  let fragile = false;
  let within = false;
  link.on(
    'totals',
    totals => {
      fragile = totals.fragile;
    },
    signal,
  );

  const navigation = (window as { navigation?: EventTarget }).navigation;
  navigation?.addEventListener(
    'navigate',
    event => {
      within = new URL((event as unknown as { destination: { url: string } }).destination.url).origin === location.origin;
      setTimeout(() => {
        within = false;
      }, 1000);
    },
    { signal },
  );

  addEventListener(
    'beforeunload',
    event => {
      if (fragile && !(link.outlivesPage && within)) event.preventDefault();
    },
    { signal },
  );
}
