import { queueLink } from '../Queue/link';

const soonMilliseconds = 500;

/** What a guest added, brought up to date when the queue says that more of it has come, or that a preview has. */
class Mine extends HTMLElement {
  private readonly life = new AbortController();
  private done = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    const { signal } = this.life;
    const link = queueLink();
    link.on('ready', () => this.soon(), signal);
    link.on('totals', ({ counts }) => {
      if (counts.done > this.done) this.soon();
      this.done = counts.done;
    }, signal);
  }

  disconnectedCallback(): void {
    this.life.abort();
    clearTimeout(this.timer);
  }

  /** Many files at once are one look. */
  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.refresh();
    }, soonMilliseconds);
  }

  private async refresh(): Promise<void> {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, signal: this.life.signal }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('v-mine');
    if (!fresh || this.contains(document.activeElement)) return;
    this.replaceChildren(...fresh.childNodes);
    const limits = page.querySelector('.drop-card .limits');
    if (limits) document.querySelector('.drop-card .limits')?.replaceWith(limits);
  }
}

customElements.define('v-mine', Mine);
