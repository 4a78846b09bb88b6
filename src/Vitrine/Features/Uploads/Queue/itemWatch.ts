interface ItemAnswer {
  items: {
    id: string;
    state: 'received' | 'ready' | 'failed';
    problem: { code: string; title: string; detail?: string } | null;
    renditions: unknown[];
  }[];
}

export type ItemNews = { id: string; state: 'processing' | 'ready' | 'unreadable' | 'duplicate'; code?: string; sentence?: string };

const most = 100;
const soonest = 700;
const latest = 5000;

/** Asks after all received files in one request, until each has its preview or a reason why not. */
export class ItemWatch {
  private readonly waiting = new Set<string>();
  private readonly tell: (news: ItemNews[]) => void;
  private readonly address: (ids: string[]) => string;
  private delay = soonest;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(address: (ids: string[]) => string, tell: (news: ItemNews[]) => void) {
    this.address = address;
    this.tell = tell;
  }

  add(id: string) {
    this.waiting.add(id);
    this.delay = soonest;
    this.timer ??= setTimeout(() => void this.ask(), this.delay);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }

  private async ask() {
    const ids = [...this.waiting].slice(0, most);
    const news = await this.look(ids);
    for (const item of news) if (item.state !== 'processing') this.waiting.delete(item.id);
    // The ones still at work go to the back, so that a slow one never hides the hundred and first.
    for (const id of ids) if (this.waiting.delete(id)) this.waiting.add(id);
    this.delay = news.some(item => item.state !== 'processing') ? soonest : Math.min(latest, this.delay * 1.5);
    this.timer = this.waiting.size > 0 ? setTimeout(() => void this.ask(), this.delay) : undefined;
    this.tell(news);
  }

  private async look(ids: string[]): Promise<ItemNews[]> {
    try {
      const answer = await fetch(this.address(ids), { headers: { Accept: 'application/json' } });
      if (!answer.ok) return [];
      const found = new Map(((await answer.json()) as ItemAnswer).items.map(item => [item.id, item]));
      return ids.map(id => newsOf(id, found.get(id)));
    } catch {
      return [];
    }
  }
}

/** An item that is gone was removed by its owner meanwhile: nothing is left to wait for. */
function newsOf(id: string, item: ItemAnswer['items'][number] | undefined): ItemNews {
  switch (item?.state) {
    case 'received':
      return { id, state: 'processing' };
    case 'failed':
      // Sent straight to the bucket, it was read only now.
      if (item.problem?.code === 'duplicate') return { id, state: 'duplicate', code: 'duplicate', sentence: item.problem.detail };
      return { id, state: 'unreadable', code: item.problem?.code, sentence: item.problem?.detail ?? item.problem?.title };
    case 'ready':
      return { id, state: 'ready', code: item.renditions.length === 0 ? 'no_preview' : undefined };
    default:
      return { id, state: 'ready' };
  }
}
