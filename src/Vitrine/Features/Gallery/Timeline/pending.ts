import { clampRatio, json, type Item } from './library';

/** The part of an item's JSON that tiles show. */
interface MediaJson {
  id: string;
  fileName: string;
  title: string | null;
  kind: string;
  state: string;
  width: number | null;
  height: number | null;
  duration: number | null;
  takenAt: string;
  renditions: { name: string }[];
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;
const MOST_IDS = 100;

/** Asks about all tiles that are not ready with one request, sooner at first, until none is left. */
export class Pending {
  private waiting: readonly Item[] = [];
  private timer = 0;
  private wait = FIRST_WAIT;
  private readonly signal: AbortSignal;
  private readonly found: (items: Item[]) => void;

  constructor(signal: AbortSignal, found: (items: Item[]) => void) {
    this.signal = signal;
    this.found = found;
    signal.addEventListener('abort', () => clearTimeout(this.timer));
  }

  /** The items on the page whose previews are still being made. */
  watch(items: readonly Item[]): void {
    this.waiting = items.slice(0, MOST_IDS);
    if (this.waiting.length > 0 && !this.timer) this.timer = setTimeout(() => void this.ask(), this.wait);
  }

  private async ask(): Promise<void> {
    const asked = this.waiting;
    try {
      const ids = asked.map(item => item.id).join(',');
      const { items } = await json<{ items: MediaJson[] }>(`/api/v1/media?ids=${ids}`, this.signal);
      const done = items.filter(item => item.state !== 'received').map((media): Item => ({
        ...asked.find(item => item.id === media.id)!,
        ratio: clampRatio(media.width && media.height ? Math.round((media.width / media.height) * 1000) / 1000 : 1),
        kind: media.kind,
        state: media.state,
        tiles: media.renditions.some(r => r.name === 'tile2x') ? 2 : media.renditions.some(r => r.name === 'tile') ? 1 : 0,
        taken: media.takenAt,
        name: media.title || media.fileName,
        duration: media.duration,
      }));
      this.wait = done.length > 0 ? FIRST_WAIT : Math.min(this.wait * 1.5, LONGEST_WAIT);
      this.timer = 0;
      if (done.length > 0) this.found(done);
    } catch {
      this.wait = LONGEST_WAIT;
      this.timer = 0;
    }
    if (!this.signal.aborted) this.watch(this.waiting.filter(item => item.state === 'received'));
  }
}
