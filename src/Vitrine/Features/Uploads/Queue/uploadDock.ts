import { toast } from '../../../Client/toast';
import { givenDetails } from './details';
import { dropTarget, isEditable } from './dropTarget';
import type { Dropped } from './droppedFiles';
import { leaveGuard } from './leaveGuard';
import { hasWork, queueLink, rememberWork } from './link';
import { icon, iconButton, make, setText } from './markup';
import type { Totals } from './rows';
import { percent, titleBadge } from './titleBadge';
import { announcement, headline, underline } from './words';

const announceMilliseconds = 10_000;
const newsMilliseconds = 1200;

/**
 * On every page of a signed-in person: takes files dropped or pasted anywhere, and shows in a corner how their uploads go.
 * The upload page has the whole queue, so the corner stays empty there.
 */
class UploadDock extends HTMLElement {
  private readonly life = new AbortController();
  private readonly sum = make('div', { className: 'sum' });
  private readonly head = make('a', { href: '/upload' });
  private readonly line = make('span', { className: 'soft small numbers' });
  private readonly bar = make('progress', { max: 100 });
  private readonly pause = iconButton('Pause uploads', 'pause', 'pause');
  private readonly close = iconButton('Hide', 'close', 'close');
  private readonly dock = make('section', { className: 'dock', hidden: true });
  private readonly voice = make('div', { className: 'visually-hidden' });
  private readonly onUploadPage = document.querySelector('upload-queue') !== null;
  private totals: Totals | null = null;
  private connected = false;
  private readonly news: string[] = [];
  private newsTimer: ReturnType<typeof setTimeout> | undefined;
  private spoken = 0;
  private hiddenAt: string | null = null;

  connectedCallback() {
    const { signal } = this.life;
    this.render();
    dropTarget(this.querySelector<HTMLElement>('.drop-veil')!, dropped => this.take(dropped), signal);
    document.addEventListener('keydown', event => this.key(event), { signal, capture: true });
    this.addEventListener('click', event => this.act(event), { signal });
    if (this.onUploadPage || hasWork()) this.connect();
  }

  disconnectedCallback() {
    this.life.abort();
  }

  private render() {
    this.sum.append(this.head, this.line);
    this.dock.setAttribute('aria-label', 'Uploads');
    this.bar.setAttribute('aria-label', 'Upload progress');
    this.dock.append(make('div', { className: 'row' }, this.sum, this.pause, this.close), this.bar);
    this.voice.setAttribute('role', 'status');
    const veil = make(
      'div',
      { className: 'drop-veil', hidden: true },
      icon('upload'),
      make('strong', {}, 'Drop to upload'),
      make('span', { className: 'soft' }, 'Files and whole folders, into your library'),
    );
    this.append(this.dock, veil, this.voice);
  }

  private connect() {
    if (this.connected) return;
    this.connected = true;
    const link = queueLink();
    link.on('totals', totals => this.show(totals), this.life.signal);
    link.on('ready', ids => this.arrived(ids), this.life.signal);
    leaveGuard(link, this.life.signal);
  }

  private take({ offers, why }: Dropped) {
    if (offers.length === 0) return toast(why);
    this.connect();
    this.hiddenAt = null;
    queueLink().add(offers, givenDetails());
  }

  private show(totals: Totals) {
    this.totals = totals;
    const unfinished = totals.counts.running + totals.counts.waiting;
    rememberWork(unfinished + totals.counts.failed > 0);
    titleBadge(totals);
    this.speak(totals);
    setText(this.head, headline(totals));
    setText(this.line, underline(totals));
    this.bar.hidden = this.pause.hidden = unfinished === 0;
    this.bar.value = percent(totals);
    const act = totals.paused ? 'resume' : 'pause';
    if (this.pause.dataset.act !== act) {
      const fresh = iconButton(totals.paused ? 'Go on uploading' : 'Pause uploads', totals.paused ? 'play' : 'pause', act);
      this.pause.replaceChildren(...fresh.children);
      this.pause.title = fresh.title;
      this.pause.setAttribute('aria-label', fresh.title);
      this.pause.dataset.act = act;
    }
    // What was hidden by hand stays hidden until something new happens.
    this.dock.hidden = this.onUploadPage || totals.files === 0 || this.hiddenAt === this.mark(totals);
  }

  private mark(totals: Totals) {
    return `${totals.files}/${totals.counts.failed}/${totals.counts.running + totals.counts.waiting === 0}`;
  }

  private act(event: Event) {
    const act = (event.target as Element).closest<HTMLElement>('[data-act]')?.dataset.act;
    if (act === 'pause' || act === 'resume') queueLink().send({ kind: act });
    if (act === 'close' && this.totals) {
      this.hiddenAt = this.mark(this.totals);
      this.dock.hidden = true;
      if (this.totals.counts.failed + this.totals.counts.running + this.totals.counts.waiting === 0) queueLink().send({ kind: 'clear' });
    }
  }

  /** Before the keys of the page: here `u` opens the picker at once, where everywhere else it leads to the upload page. */
  private key(event: KeyboardEvent) {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.repeat ||
      isEditable(event.target) ||
      document.querySelector('dialog[open]')
    )
      return;
    const picker = document.querySelector<HTMLInputElement>('upload-queue input[type="file"]');
    if (event.key === 'u' && picker) picker.click();
    else if (event.key === 'p' && this.totals) queueLink().send({ kind: this.totals.paused ? 'resume' : 'pause' });
    else if (event.key === 'r' && this.totals && this.totals.retryable > 0) queueLink().send({ kind: 'retry' });
    else return;
    event.preventDefault();
  }

  /** New items for a page that shows them: many at once where many come. A library that was empty has nothing to grow yet. */
  private arrived(ids: string[]) {
    this.news.push(...ids);
    this.newsTimer ??= setTimeout(() => {
      this.newsTimer = undefined;
      if (document.querySelector('[data-drop]')) location.reload();
      else document.dispatchEvent(new CustomEvent('vitrine:uploaded', { detail: { ids: this.news.splice(0) } }));
    }, newsMilliseconds);
  }

  /** One sentence per ten seconds at most, and one when all is done. */
  private speak(totals: Totals) {
    const finished = totals.counts.running + totals.counts.waiting === 0;
    if (totals.files === 0 || (!finished && Date.now() - this.spoken < announceMilliseconds)) return;
    if (!finished) this.spoken = Date.now();
    setText(this.voice, announcement(totals));
  }
}

customElements.define('upload-dock', UploadDock);
