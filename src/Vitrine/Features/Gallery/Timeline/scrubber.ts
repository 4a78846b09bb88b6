import { shortTitleOf } from './library';
import type { SectionView } from './sectionView';

interface Track {
  sections(): readonly SectionView[];
  total(): number;
  place(): number;
  view(): number;
  jump(place: number): void;
}

/** Pages of scrolling below which a scrubber would only be in the way. */
const FEWEST_PAGES = 4;

/** The rail of years at the side: drag, click, or arrow keys (a slider to assistive technology). */
export class Scrubber {
  private readonly rail = document.createElement('div');
  private readonly thumb = document.createElement('div');
  private readonly label = document.createElement('span');
  private readonly years = document.createElement('div');
  private readonly track: Track;
  private dragging = false;
  private quiet = 0;

  constructor(host: HTMLElement, track: Track, signal: AbortSignal) {
    this.track = track;
    this.rail.className = 'scrubber';
    this.thumb.className = 'thumb';
    this.years.className = 'years';
    this.thumb.append(this.label);
    this.rail.append(this.years, this.thumb);
    for (const [name, value] of Object.entries({ role: 'slider', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': 'Date', 'aria-valuemin': '0' })) this.rail.setAttribute(name, value);
    host.after(this.rail);
    this.rail.addEventListener('pointerdown', event => this.grab(event), { signal });
    this.rail.addEventListener('pointermove', event => this.dragging && this.dragTo(event), { signal });
    for (const kind of ['pointerup', 'pointercancel']) this.rail.addEventListener(kind, () => this.release(), { signal });
    this.rail.addEventListener('keydown', event => this.pressed(event), { signal });
    signal.addEventListener('abort', () => this.rail.remove());
  }

  /** The sections changed: years find their new places. */
  refresh(): void {
    const total = this.track.total();
    this.rail.hidden = total < this.track.view() * FEWEST_PAGES;
    const marks: HTMLElement[] = [];
    let [year, last] = ['', -1];
    for (const view of this.track.sections()) {
      const at = view.top / total;
      if (view.section.key.slice(0, 4) === year || at - last < 0.035) continue;
      year = view.section.key.slice(0, 4);
      last = at;
      const mark = Object.assign(document.createElement('span'), { textContent: year });
      mark.style.insetBlockStart = `${at * 100}%`;
      marks.push(mark);
    }
    this.years.replaceChildren(...marks);
    this.rail.setAttribute('aria-valuemax', String(this.track.sections().length - 1));
    this.moved();
  }

  moved(): void {
    const { track } = this;
    const place = track.place();
    const share = Math.min(1, Math.max(0, place / Math.max(1, track.total() - track.view())));
    this.thumb.style.insetBlockStart = `${share * 100}%`;
    const [number, view] = this.current();
    if (!view) return;
    const title = shortTitleOf(view.section.key);
    if (this.label.textContent !== title) this.label.textContent = title;
    this.rail.setAttribute('aria-valuenow', String(number));
    this.rail.setAttribute('aria-valuetext', title);
    if (this.dragging || place < this.track.view() / 2) return;
    this.rail.classList.add('awake');
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.rail.classList.remove('awake'), 1400);
  }

  private current(): [number, SectionView | undefined] {
    const place = Math.max(0, this.track.place() + this.track.view() * 0.2);
    const sections = this.track.sections();
    const number = sections.findLastIndex(view => view.top <= place);
    return [Math.max(0, number), sections[Math.max(0, number)]];
  }

  private grab(event: PointerEvent): void {
    event.preventDefault();
    this.rail.setPointerCapture(event.pointerId);
    this.rail.focus({ preventScroll: true });
    this.dragging = true;
    this.rail.classList.add('dragging');
    this.dragTo(event);
  }

  private dragTo(event: PointerEvent): void {
    const box = this.rail.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    this.track.jump(share * (this.track.total() - this.track.view()));
  }

  private release(): void {
    this.dragging = false;
    this.rail.classList.remove('dragging');
  }

  private pressed(event: KeyboardEvent): void {
    const sections = this.track.sections();
    const [number] = this.current();
    const to = { ArrowDown: number + 1, ArrowRight: number + 1, ArrowUp: number - 1, ArrowLeft: number - 1, PageDown: number + 12, PageUp: number - 12, Home: 0, End: sections.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.track.jump(sections[Math.min(Math.max(to, 0), sections.length - 1)]!.top);
  }
}
