import { post } from '../../../Client/post';
import { toast } from '../../../Client/toast';
import type { Library } from './library';

/** What one request takes (Features/Trash/TrashPages.cs). */
const MOST_IDS = 500;
const LONG_PRESS = 450;
const LOADS_AT_ONCE = 6;

/** Picked items, by id: they stay picked while their tiles come and go. Boxes, shift ranges, long press, all, and the bar that acts on them. */
export class Selection {
  private readonly ids = new Set<string>();
  private from = -1;
  private readonly bar = document.getElementById('selection') as HTMLFormElement;
  private readonly host: HTMLElement;
  private readonly library: Library;
  private readonly forget: (ids: ReadonlySet<string>) => void;
  private readonly reload: () => Promise<void>;

  constructor(host: HTMLElement, library: Library, signal: AbortSignal, forget: (ids: ReadonlySet<string>) => void, reload: () => Promise<void>) {
    this.host = host;
    this.library = library;
    this.forget = forget;
    this.reload = reload;
    for (const box of host.querySelectorAll<HTMLInputElement>('.pick:checked')) this.ids.add(box.value);
    this.bar.addEventListener('submit', event => this.submitted(event), { signal });
    this.bar.addEventListener('reset', () => this.clear(), { signal });
    this.listenForLongPress(signal);
    host.addEventListener('click', event => this.clicked(event), { signal, capture: true });
  }

  get size(): number {
    return this.ids.size;
  }

  toggle(index: number): void {
    const id = this.library.at(index)?.id;
    if (!id) return;
    if (!this.ids.delete(id)) this.ids.add(id);
    this.from = index;
    this.refresh();
  }

  /** Picks everything from the last picked item to this one, loading what lies between. */
  async extend(index: number): Promise<void> {
    const [from, to] = this.from < 0 ? [index, index] : [Math.min(this.from, index), Math.max(this.from, index)];
    await this.pick(from, to);
    this.from = index;
  }

  async all(): Promise<void> {
    await this.pick(0, this.library.total - 1);
  }

  clear(): void {
    this.ids.clear();
    this.from = -1;
    this.refresh();
  }

  /** Boxes on the page and the bar say what is picked. */
  refresh(): void {
    for (const box of this.host.querySelectorAll<HTMLInputElement>('.pick')) box.checked = this.ids.has(box.value);
    document.body.classList.toggle('picking', this.ids.size > 0);
    const count = this.bar.querySelector('.count')!;
    const text = this.ids.size === 0 ? '' : `${this.ids.size.toLocaleString(document.documentElement.lang)} selected`;
    if (count.textContent !== text) count.textContent = text;
  }

  async trash(ids: readonly string[]): Promise<void> {
    try {
      await this.send('/trash', ids);
    } catch (problem) {
      toast((problem as Error).message);
      return;
    }
    this.forget(new Set(ids));
    toast(`${ids.length.toLocaleString(document.documentElement.lang)} ${ids.length === 1 ? 'item' : 'items'} moved to the trash.`, {
      label: 'Undo',
      run: () => void this.send('/trash/restore', ids).then(() => this.reload(), (problem: Error) => toast(problem.message)),
    });
  }

  private async pick(from: number, to: number): Promise<void> {
    const sections = this.library.sections.filter(section => section.first <= to && section.first + section.count > from);
    for (let at = 0; at < sections.length; at += LOADS_AT_ONCE) {
      const some = sections.slice(at, at + LOADS_AT_ONCE);
      await Promise.all(some.map(section => this.library.load(section)));
      for (const section of some) {
        section.items?.forEach((item, i) => {
          if (section.first + i >= from && section.first + i <= to) this.ids.add(item.id);
        });
      }
      this.refresh();
    }
    this.refresh();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const tile = target.closest<HTMLElement>('.tile');
    const box = target.closest('.pick');
    if (!tile || (!box && this.ids.size === 0 && !event.shiftKey)) return;
    if (!box && (event.ctrlKey || event.metaKey || event.button !== 0)) return;
    const index = this.library.indexOf(tile.dataset.id!);
    event.stopPropagation();
    if (!box) event.preventDefault();
    if (event.shiftKey) void this.extend(index);
    else this.toggle(index);
    // A box shows its own change only after this event.
    if (box) setTimeout(() => this.refresh());
  }

  private submitted(event: SubmitEvent): void {
    const ids = [...this.ids];
    if (event.submitter?.hasAttribute('formaction')) return this.sendAlong(event, ids);
    event.preventDefault();
    this.clear();
    if (ids.length > 0) void this.trash(ids);
  }

  /** To a page that asks what to do with them: the form goes there itself, with the picked items whose tiles are not on the page too. */
  private sendAlong(event: SubmitEvent, ids: readonly string[]): void {
    if (ids.length > MOST_IDS) {
      event.preventDefault();
      toast(`At most ${MOST_IDS} items at once.`);
      return;
    }
    this.bar.querySelectorAll('input[data-picked]').forEach(field => field.remove());
    const served = new Set(new FormData(this.bar).getAll('id'));
    for (const id of ids) {
      if (served.has(id)) continue;
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'id', value: id });
      field.dataset.picked = '';
      this.bar.append(field);
    }
  }

  private async send(url: string, ids: readonly string[]): Promise<void> {
    const token = document.getElementById('one') as HTMLFormElement;
    for (let at = 0; at < ids.length; at += MOST_IDS) {
      await post(url, token, ids.slice(at, at + MOST_IDS).map(id => ['id', id]));
    }
  }

  private listenForLongPress(signal: AbortSignal): void {
    let timer = 0;
    let pressed = false;
    const stop = () => clearTimeout(timer);
    this.host.addEventListener('pointerdown', event => {
      pressed = false;
      const tile = (event.target as Element).closest<HTMLElement>('.tile');
      if (event.pointerType === 'mouse' || !tile) return;
      timer = setTimeout(() => {
        pressed = true;
        navigator.vibrate?.(10);
        this.toggle(this.library.indexOf(tile.dataset.id!));
      }, LONG_PRESS);
    }, { signal });
    for (const kind of ['pointerup', 'pointercancel', 'scroll']) addEventListener(kind, stop, { signal, passive: true });
    this.host.addEventListener('contextmenu', event => {
      if (pressed) event.preventDefault();
    }, { signal });
    this.host.addEventListener('click', event => {
      if (!pressed) return;
      pressed = false;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, { signal, capture: true });
    signal.addEventListener('abort', stop);
  }
}
