/** What a guest added, brought up to date when the queue says that more of it has come. */
export class Mine extends HTMLElement {
  private readonly life = new AbortController();

  connectedCallback(): void {
    document.addEventListener('vitrine:uploaded', () => void this.refresh(), { signal: this.life.signal });
  }

  disconnectedCallback(): void {
    this.life.abort();
  }

  private async refresh(): Promise<void> {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, signal: this.life.signal }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('v-mine');
    if (fresh && !this.contains(document.activeElement)) this.replaceChildren(...fresh.childNodes);
    const limits = page.querySelector('.drop-card .limits');
    if (limits) document.querySelector('.drop-card .limits')?.replaceWith(limits);
  }
}

customElements.define('v-mine', Mine);
