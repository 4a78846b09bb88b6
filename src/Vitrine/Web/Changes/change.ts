import { toast } from '../../Client/toast';

/** A change of many items, as /api/v1/changes answers it. */
export interface ChangeJson {
  id: string;
  action: 'trash' | 'restore' | 'delete';
  state: 'under_way' | 'done' | 'cancelled' | 'failed';
  total: number;
  done: number;
  skipped: number;
  text: string;
}

const PAUSE = 1000;

/** Counts of days may follow what they count by some seconds, on a busy site. */
const COUNTED = [0, 2000, 8000];

/** Shows how far a change of many items is, and follows the next one that begins on this page. */
class Change extends HTMLElement {
  private timer = 0;
  private told = -1;
  private readonly life = new AbortController();

  connectedCallback(): void {
    const { signal } = this.life;
    this.addEventListener('submit', event => this.submitted(event), { signal });
    document.addEventListener('vitrine:change', event => this.show((event as CustomEvent<ChangeJson>).detail), { signal });
    if (this.dataset.state === 'under_way') void this.look();
  }

  disconnectedCallback(): void {
    this.life.abort();
    clearTimeout(this.timer);
  }

  private show(change: ChangeJson): void {
    const underWay = change.state === 'under_way';
    this.hidden = false;
    if (this.dataset.id !== change.id) this.told = -1;
    this.dataset.id = change.id;
    this.dataset.action = change.action;
    this.dataset.state = underWay ? change.state : 'ended';
    const bar = this.querySelector('progress')!;
    bar.max = Math.max(1, change.total);
    bar.value = change.done + change.skipped;
    // Spoken at every tenth only: nobody wants to hear each second of it.
    const tenth = underWay ? Math.floor((bar.value / bar.max) * 10) : 11;
    if (tenth !== this.told) this.querySelector('.text')!.textContent = change.text;
    this.told = tenth;
    clearTimeout(this.timer);
    if (underWay) this.timer = setTimeout(() => void this.look(), PAUSE);
  }

  private async look(): Promise<void> {
    try {
      const change = await this.ask('GET', '');
      this.show(change!);
      if (change!.state !== 'under_way') this.ended();
    } catch {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.look(), PAUSE * 5);
    }
  }

  private ended(): void {
    for (const pause of COUNTED) setTimeout(() => document.dispatchEvent(new Event('vitrine:changed')), pause);
    // Lists that the server sent whole are sent anew; a page about nothing but this change is right already.
    if (!document.querySelector('v-timeline') && !this.closest('.alone')) location.reload();
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault();
    const undo = (event.target as HTMLElement).matches('.when-ended');
    void (undo ? this.ask('POST', '/undo').then(change => this.show(change!)) : this.ask('DELETE', '').then(() => this.look()))
      .catch((problem: Error) => toast(problem.message));
  }

  private async ask(method: string, rest: string): Promise<ChangeJson | null> {
    const answer = await fetch(`/api/v1/changes/${this.dataset.id}${rest}`, { method, headers: { Accept: 'application/json' }, signal: this.life.signal });
    if (answer.status === 204) return null;
    const body = (await answer.json()) as ChangeJson & { detail?: string };
    if (!answer.ok) throw new Error(body.detail ?? `The site answered ${answer.status}.`);
    return body;
  }
}

customElements.define('v-change', Change);
