import workerUrl from './uploadWorker?sharedworker&url';
import type { EngineHost } from './engineHost';
import { channelOf, randomKey } from './rows';
import type { Batch, FileOffer, FromEngine, GroupName, GroupPage, ToEngine, Totals, View } from './rows';

const offersPerMessage = 500;
const keepAliveMilliseconds = 4000;
const answerMilliseconds = 3000;

export interface QueueNews {
  totals: Totals;
  ready: string[];
  page: Record<GroupName, GroupPage>;
}

/** A page's end of the line to the engine. Starts the engine where none answers; repeats what was not confirmed. */
export class QueueLink extends EventTarget {
  /** True when the engine goes on while pages come and go. */
  readonly outlivesPage: boolean;
  private readonly client = randomKey();
  private readonly channel: BroadcastChannel;
  private readonly unconfirmed = new Map<string, Extract<ToEngine, { kind: 'add' }>>();
  private view: View | null = null;
  private host: EngineHost | null = null;

  constructor(account: string) {
    super();
    this.channel = new BroadcastChannel(channelOf(account));
    this.channel.onmessage = (event: MessageEvent<FromEngine>) => this.hear(event.data);
    this.outlivesPage = startWorker(account);
    if (typeof SharedWorker === 'undefined') this.hostHere(account);
    this.send({ kind: 'hello', client: this.client });
    this.look(null);
    setInterval(() => this.look(this.view), keepAliveMilliseconds);
    setInterval(() => this.repeat(), answerMilliseconds);
  }

  add(offers: FileOffer[], batch: Batch) {
    for (let from = 0; from < offers.length; from += offersPerMessage) {
      const message = { kind: 'add', id: randomKey(), offers: offers.slice(from, from + offersPerMessage), batch } as const;
      this.unconfirmed.set(message.id, message);
      this.send(message);
    }
  }

  send(message: ToEngine) {
    this.channel.postMessage(message);
  }

  /** Says which pages of the groups this document shows; null for the totals only. */
  look(view: View | null) {
    this.view = view;
    this.send({ kind: 'watch', client: this.client, view });
  }

  on<K extends keyof QueueNews>(kind: K, listener: (news: QueueNews[K]) => void, signal: AbortSignal) {
    this.addEventListener(kind, event => listener((event as CustomEvent<QueueNews[K]>).detail), { signal });
  }

  private hear(message: FromEngine) {
    switch (message.kind) {
      case 'welcome':
        if (message.client === '*') this.send({ kind: 'hello', client: this.client });
        if (message.client === '*') this.look(this.view);
        this.repeat();
        break;
      case 'added':
        this.unconfirmed.delete(message.id);
        break;
      case 'state':
        this.emit('totals', message.totals);
        break;
      case 'ready':
        this.emit('ready', message.ids);
        break;
      case 'page':
        if (message.client === this.client) this.emit('page', message.groups);
        break;
    }
  }

  /** An engine that is only just starting has not heard: adding twice is harmless, it knows its files. */
  private repeat() {
    for (const message of this.unconfirmed.values()) this.send(message);
  }

  private emit<K extends keyof QueueNews>(kind: K, detail: QueueNews[K]) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** Without shared workers (Chrome on Android) one of the open pages runs the queue. */
  private hostHere(account: string) {
    const begin = async () => {
      const { EngineHost } = await import('./engineHost');
      this.host = new EngineHost(account);
      await this.host.run();
    };
    void begin();
    window.addEventListener('pagehide', () => void this.host?.end());
    window.addEventListener('pageshow', event => {
      if (event.persisted) void begin();
    });
  }
}

/** Starts or joins the account's worker. True where the browser keeps it alive between two pages. */
function startWorker(account: string): boolean {
  if (typeof SharedWorker === 'undefined') return false;
  let extended = false;
  const options = {
    type: 'module' as const,
    name: account,
    // Read only by browsers that know it.
    get extendedLifetime() {
      extended = true;
      return true;
    },
  };
  new SharedWorker(workerUrl, options);
  return extended;
}
