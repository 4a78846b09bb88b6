import type { Anchor } from './stack';

/**
 * What was put at the top of the window, and at which place of the list that was. Until somebody scrolls on, a new layout goes by it and
 * not by what happens to stand there: sections are estimates until their items are known, so the place it was put at may lie in the
 * section below by then, or could not be reached at all because the page was still too short.
 */
export class KeptPlace {
  private anchor: Anchor | null = null;
  private place = NaN;

  put(anchor: Anchor | null, place: number): void {
    this.anchor = anchor;
    this.place = place;
  }

  /** The anchor, while the list still is where it was put. */
  at(place: number): Anchor | null {
    return Math.abs(place - this.place) < 1 ? this.anchor : null;
  }
}

/** Where this page was left: kept in its own entry of the browser's history, for reload and Back. */
export function leftAt(): Anchor | null {
  return (history.state as { anchor?: Anchor } | null)?.anchor ?? null;
}

export function leaveAt(anchor: Anchor | null): void {
  history.replaceState({ ...(history.state as object | null), anchor: anchor ?? undefined }, '');
}
