import { shortcuts } from '../../../Client/shortcuts';
import type { Selection } from './selection';
import type { Timeline } from './timeline';

/** One tile is in the tab order; arrows move it. Up and down keep to the column as the eye sees it. */
export class GridKeys {
  private current = 0;
  private readonly host: Timeline;
  private readonly selection: Selection;

  constructor(host: Timeline, selection: Selection, signal: AbortSignal) {
    this.host = host;
    this.selection = selection;
    host.addEventListener('keydown', event => this.pressed(event), { signal });
    host.addEventListener('focusin', event => {
      const tile = (event.target as Element).closest<HTMLElement>('.tile');
      if (tile) this.current = this.host.library.indexOf(tile.dataset.id!);
      this.refresh();
    }, { signal });
    shortcuts({
      a: () => selection.all(),
      x: () => this.pick(),
      s: () => (document.querySelector('.picking [formaction^="/shares"]') as HTMLElement | null)?.click(),
      Escape: () => selection.clear(),
      g: () => (document.querySelector('#dates > summary') as HTMLElement | null)?.click(),
    }, signal);
  }

  /** Exactly one link of the grid can be reached by Tab: the current one, or the first on the page. */
  refresh(): void {
    const links = [...this.host.querySelectorAll<HTMLAnchorElement>('.tile > a')];
    const current = this.linkAt(this.current) ?? links[0];
    for (const link of links) {
      link.tabIndex = link === current ? 0 : -1;
      const box = link.nextElementSibling as HTMLInputElement | null;
      if (box) box.tabIndex = link.tabIndex;
    }
  }

  private pressed(event: KeyboardEvent): void {
    const tile = (event.target as Element).closest<HTMLElement>('.tile');
    if (!tile || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.host.library.indexOf(tile.dataset.id!);
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const targets: Record<string, () => number> = {
      ArrowRight: () => at + rtl,
      ArrowLeft: () => at - rtl,
      ArrowDown: () => this.vertical(at, 1),
      ArrowUp: () => this.vertical(at, -1),
      Home: () => 0,
      End: () => this.host.size - 1,
    };
    const to = targets[event.key]?.();
    if (to !== undefined) {
      event.preventDefault();
      void this.move(at, Math.min(Math.max(to, 0), this.host.size - 1), event.shiftKey);
    } else if (event.key === 'Delete') {
      const id = tile.dataset.id!;
      void this.selection.trash([id]).then(() => this.focus(Math.min(at, this.host.size - 1)));
    }
  }

  /** Where the focus is in the grid; or else where Tab would lead. */
  private pick(): void {
    this.host.querySelector<HTMLElement>('a[tabindex="0"]')?.focus();
    this.selection.toggle(this.current);
  }

  private async move(from: number, to: number, extending: boolean): Promise<void> {
    if (extending && this.selection.size === 0) this.selection.toggle(from);
    await this.host.itemAt(to);
    this.focus(to);
    if (extending) await this.selection.extend(to);
  }

  private focus(index: number): void {
    this.current = index;
    const link = this.host.reveal(index);
    link?.focus({ preventScroll: true });
  }

  /** The tile above or below, in this section or the next one. */
  private vertical(at: number, step: number): number {
    const view = this.host.viewOf(at);
    if (!view?.section.items) return at;
    const inside = at - view.section.first;
    const middle = view.middleOf(inside);
    const row = view.rowAt(view.rowNumber(inside) + step);
    if (row) return view.section.first + view.underMiddle(row, middle);
    const beyond = step > 0 ? view.section.first + view.section.count : view.section.first - 1;
    const other = this.host.viewOf(beyond);
    if (!other || other === view) return at;
    const edge = step > 0 ? other.rowAt(0) : other.lastRow;
    return edge ? other.section.first + other.underMiddle(edge, middle) : beyond;
  }

  private linkAt(index: number): HTMLAnchorElement | undefined {
    const view = this.host.viewOf(index);
    return view?.tile(index - view.section.first)?.querySelector('a') ?? undefined;
  }
}
