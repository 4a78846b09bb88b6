/**
 * Maps the page's scroll position to a place in the virtual list. Browsers cap how high a page can be (Chromium near 2^24 device
 * pixels), so a list over the cap gets a smaller box: small moves are real pixels, leaps (a dragged scrollbar) are proportional, and
 * both ends are always 1:1. Places are counted from the top of the host; negative while the page's head is in view.
 */
export class ScrollSpace {
  private total = 0;
  private box = 0;
  /** place = scrolled + shift; zero while the list fits under the cap. */
  private shift = 0;
  private last = 0;
  private settling = 0;
  private readonly host: HTMLElement;
  private readonly moved: () => void;

  /** @param moved is called when the shift changed: whatever is placed by `toBox` has to be placed again. */
  constructor(host: HTMLElement, moved: () => void, signal: AbortSignal) {
    this.host = host;
    this.moved = moved;
    signal.addEventListener('abort', () => clearTimeout(this.settling));
  }

  get view(): number {
    return innerHeight;
  }

  /** The place at the top edge of the window. */
  get place(): number {
    return this.scrolled + this.shift;
  }

  /** Where a place of the list lies in the host's box. */
  toBox(place: number): number {
    return place - this.shift;
  }

  /** To be called on every scroll event, before `place` is read. */
  scrolledTo(): void {
    const scrolled = this.scrolled;
    if (this.total > this.box) {
      const leap = Math.abs(scrolled - this.last) > this.view * 3;
      const atEdge = scrolled < this.edge / 2 || scrolled > this.box - this.view - this.edge / 2;
      if (leap) this.shift = this.placeAt(scrolled) - scrolled;
      else if (atEdge && Math.abs(this.scrolledAt(this.place) - scrolled) > 1) this.jump(this.place);
      if (leap) this.moved();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(), 200);
    }
    this.last = scrolled;
  }

  /** A new total height; the list stays at a place, as far as there is such a place. */
  resize(total: number, keep: number): void {
    this.total = total;
    this.box = Math.min(total, 8_000_000 / Math.max(1, devicePixelRatio));
    this.host.style.blockSize = `${this.box}px`;
    const scrolled = this.scrolled;
    if (this.total <= this.box) this.shift = 0;
    if (Math.abs(keep - (scrolled + this.shift)) > 0.5) this.jump(keep);
  }

  jump(place: number): void {
    const head = this.head;
    const kept = Math.min(Math.max(place, -head), Math.max(this.total - this.view, -head));
    const scrolled = this.scrolledAt(kept);
    scrollTo({ top: scrolled + head, behavior: 'instant' });
    const shift = this.total > this.box ? kept - this.scrolled : 0;
    this.last = this.scrolled;
    if (shift === this.shift) return;
    this.shift = shift;
    this.moved();
  }

  /** When scrolling rests, the real scroll position goes back to where the place belongs, so that no end is ever out of reach. */
  private settle(): void {
    if (Math.abs(this.scrolledAt(this.place) - this.scrolled) > this.box / 50) this.jump(this.place);
  }

  private get head(): number {
    return this.host.getBoundingClientRect().top + scrollY;
  }

  private get scrolled(): number {
    return -this.host.getBoundingClientRect().top;
  }

  private get edge(): number {
    return Math.min(20_000, this.box / 4);
  }

  private placeAt(scrolled: number): number {
    const { edge, box, total, view } = this;
    if (scrolled <= edge) return scrolled;
    if (scrolled >= box - view - edge) return total - (box - scrolled);
    return edge + ((scrolled - edge) / (box - view - 2 * edge)) * (total - view - 2 * edge);
  }

  private scrolledAt(place: number): number {
    const { edge, box, total, view } = this;
    if (total <= box || place <= edge) return place;
    if (place >= total - view - edge) return box - (total - place);
    return edge + ((place - edge) / (total - view - 2 * edge)) * (box - view - 2 * edge);
  }
}
