import { post } from '../../../Client/post';
import { toast } from '../../../Client/toast';
import type { Item, Library } from './library';
import { Picks } from './picks';

/** What one request takes: a change of more goes on by itself (Library/Changes/Selection.cs), a download of more has to be made in parts. */
const MOST_AT_ONCE = 500;
const LONG_PRESS = 450;

/** Picked items: they stay picked while their tiles come and go. Boxes, shift ranges, long press, all, and the bar that acts on them. */
export class Selection {
  private readonly picks = new Picks();
  private from = -1;
  private readonly bar = document.getElementById('selection') as HTMLFormElement;
  private readonly host: HTMLElement;
  private readonly library: Library;
  private readonly forget: (ids: ReadonlySet<string>) => void;
  private readonly reload: (shown?: number) => Promise<void>;

  constructor(host: HTMLElement, library: Library, signal: AbortSignal, forget: (ids: ReadonlySet<string>) => void, reload: (shown?: number) => Promise<void>) {
    this.host = host;
    this.library = library;
    this.forget = forget;
    this.reload = reload;
    for (const box of host.querySelectorAll<HTMLInputElement>('.pick:checked')) this.toggle(library.indexOf(box.value));
    this.bar.addEventListener('submit', event => this.submitted(event), { signal });
    this.bar.addEventListener('reset', () => this.clear(), { signal });
    this.bar.querySelector('[data-all]')?.addEventListener('click', event => {
      event.preventDefault();
      this.all();
    }, { signal });
    this.listenForLongPress(signal);
    host.addEventListener('click', event => this.clicked(event), { signal, capture: true });
  }

  get size(): number {
    return this.picks.size(this.library);
  }

  toggle(index: number): void {
    const item = this.library.at(index);
    if (!item) return;
    this.picks.toggle(item);
    this.from = index;
    this.refresh();
  }

  /** Picks everything from the last picked item to this one; what lies between need not be here. */
  async extend(index: number): Promise<void> {
    const [one, other] = [await this.itemAt(this.from < 0 ? index : this.from), await this.itemAt(index)];
    if (!one || !other) return;
    this.picks.stretch(one, other);
    this.from = index;
    this.refresh();
  }

  all(): void {
    this.picks.all();
    this.refresh();
  }

  clear(): void {
    this.picks.clear();
    this.from = -1;
    this.refresh();
  }

  /** Boxes on the page and the bar say what is picked. */
  refresh(): void {
    for (const box of this.host.querySelectorAll<HTMLInputElement>('.pick')) {
      const item = this.picks.isEmpty ? undefined : this.library.at(Number(box.closest('.tile')?.getAttribute('aria-posinset')) - 1);
      box.checked = item?.id === box.value && this.picks.has(item);
    }
    const { size } = this;
    document.body.classList.toggle('picking', size > 0);
    const count = this.bar.querySelector('.count')!;
    const text = size === 0 ? '' : `${number(size)} selected`;
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
    toast(`${items(ids.length)} moved to the trash.`, {
      label: 'Undo',
      run: () => void this.send('/trash/restore', ids).then(() => this.reload(this.library.total + ids.length), (problem: Error) => toast(problem.message)),
    });
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const tile = target.closest<HTMLElement>('.tile');
    const box = target.closest('.pick');
    if (!tile || (!box && this.picks.isEmpty && !event.shiftKey)) return;
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
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    const done = button?.hasAttribute('formaction') ? this.sendAlong(button.formAction) : this.size > MOST_AT_ONCE ? this.trashMany() : this.trashFew();
    void done.catch((problem: Error) => toast(problem.message));
  }

  private async trashFew(): Promise<void> {
    const ids = await this.ids();
    this.clear();
    if (ids.length > 0) await this.trash(ids);
  }

  private async trashMany(): Promise<void> {
    const { trashMany } = await import('./changeMany');
    if (!(await trashMany({ ...this.picks.selected(), asOf: this.library.asOf }))) return;
    this.clear();
    await this.reload();
  }

  /** The picked items one by one; sections that were never looked at are loaded for it. */
  private async ids(): Promise<string[]> {
    const { ids, ranges } = this.picks.selected();
    if (ranges.length === 0) return ids;
    const found: string[] = [];
    for (const section of this.library.sections) {
      if (!this.picks.touches(section.key)) continue;
      await this.library.load(section);
      for (const item of section.items ?? []) if (this.picks.has(item)) found.push(item.id);
    }
    return found;
  }

  private async itemAt(index: number): Promise<Item | undefined> {
    const section = this.library.sectionAt(index);
    if (section) await this.library.load(section);
    return this.library.at(index);
  }

  /** The form goes there itself, as without script, with the picked items whose tiles are not on the page too. */
  private async sendAlong(address: string): Promise<void> {
    if (this.size > MOST_AT_ONCE) return toast(`At most ${MOST_AT_ONCE} items at once.`);
    const ids = await this.ids();
    this.bar.querySelectorAll('input[data-picked]').forEach(field => field.remove());
    const shown = new Set(new FormData(this.bar).getAll('id'));
    for (const id of ids) {
      if (shown.has(id)) continue;
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'id', value: id });
      field.dataset.picked = '';
      this.bar.append(field);
    }
    const { action } = this.bar;
    this.bar.action = address;
    this.bar.submit();
    this.bar.action = action;
  }

  private async send(url: string, ids: readonly string[]): Promise<void> {
    const token = document.getElementById('one') as HTMLFormElement;
    await post(url, token, ids.map(id => ['id', id]));
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

const number = (value: number) => value.toLocaleString(document.documentElement.lang);

const items = (count: number) => `${number(count)} ${count === 1 ? 'item' : 'items'}`;
