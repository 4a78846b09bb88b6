import { toast } from '../../../Client/toast';
import { givenDetails } from './details';
import { readInput } from './droppedFiles';
import { queueLink } from './link';
import { make, setText } from './markup';
import type { GroupName, GroupPage, Totals, View } from './rows';
import { pageSize } from './rows';
import { RowView } from './rowView';
import { countText } from './text';
import { percent } from './titleBadge';
import { groupNames, headline, underline } from './words';

const order: GroupName[] = ['failed', 'running', 'waiting', 'done'];

/** The upload page's queue. Wraps the plain form: the same fields feed the queue instead of a submit. */
class UploadQueue extends HTMLElement {
  private readonly life = new AbortController();
  private readonly view: View = { failed: 0, running: 0, waiting: 0, done: 0 };
  private readonly groups = new Map(order.map(name => [name, new GroupView(name)]));
  private readonly head = new QueueHead();
  private readonly queue = make('section', { className: 'queue', hidden: true });
  private totals: Totals | null = null;

  connectedCallback() {
    const { signal } = this.life;
    this.queue.setAttribute('aria-label', 'Upload queue');
    this.queue.append(this.head.element, ...[...this.groups.values()].map(group => group.element));
    this.append(this.queue);
    for (const input of this.querySelectorAll<HTMLInputElement>('input[type="file"]')) {
      input.addEventListener('change', () => this.pick(input), { signal });
    }
    this.querySelector('form')!.addEventListener('submit', event => event.preventDefault(), { signal });
    this.queue.addEventListener('click', event => this.act(event), { signal });
    const link = queueLink();
    link.on('totals', totals => this.show(totals), signal);
    link.on('page', groups => this.fill(groups), signal);
    link.look(this.view);
  }

  disconnectedCallback() {
    this.life.abort();
  }

  private pick(input: HTMLInputElement) {
    const offers = readInput(input);
    if (offers.length > 0) queueLink().add(offers, givenDetails());
    else toast('That folder has no files in it.');
    input.value = '';
  }

  private show(totals: Totals) {
    this.totals = totals;
    this.queue.hidden = totals.files === 0;
    this.head.update(totals);
    for (const [name, group] of this.groups) group.count(totals.counts[name], totals);
  }

  private fill(pages: Record<GroupName, GroupPage>) {
    for (const [name, group] of this.groups) {
      this.view[name] = pages[name].from;
      group.fill(pages[name]);
    }
  }

  private act(event: Event) {
    const button = (event.target as Element).closest<HTMLElement>('[data-act]');
    if (!button) return;
    const key = button.closest<HTMLElement>('[data-key]')?.dataset.key;
    const group = button.closest<HTMLElement>('[data-group]')?.dataset.group as GroupName | undefined;
    const link = queueLink();
    switch (button.dataset.act) {
      case 'pause':
        link.send({ kind: 'pause', key });
        break;
      case 'resume':
        link.send({ kind: 'resume', key });
        break;
      case 'retry':
        link.send({ kind: 'retry', key });
        break;
      case 'cancel':
        link.send({ kind: 'cancel', key });
        break;
      case 'clear':
        link.send({ kind: 'clear' });
        break;
      case 'choose':
        this.querySelector<HTMLInputElement>('input[type="file"]')!.click();
        break;
      case 'earlier':
      case 'later':
        if (group) this.view[group] = Math.max(0, this.view[group] + (button.dataset.act === 'later' ? pageSize : -pageSize));
        link.look({ ...this.view });
        break;
      case 'cancel-all':
        if (this.totals && confirm(`Cancel ${countText(this.totals.counts.running + this.totals.counts.waiting, 'upload')}?`))
          link.send({ kind: 'cancel' });
        break;
    }
  }
}

/** The sum of it all, with what can be done to all. */
class QueueHead {
  readonly element = make('div', { className: 'queue-head' });
  private readonly title = make('strong');
  private readonly line = make('span', { className: 'soft small numbers' });
  private readonly bar = make('progress', { max: 100 });
  private readonly pause = textButton('Pause', 'pause');
  private readonly retry = textButton('Try again', 'retry');
  private readonly cancel = textButton('Cancel', 'cancel-all');
  private readonly signIn = make('a', { className: 'button small primary', href: '/login?returnUrl=/upload', textContent: 'Sign in' });

  constructor() {
    this.bar.setAttribute('aria-label', 'Progress of all uploads');
    const sum = make('div', { className: 'sum' }, this.title, this.line);
    this.element.append(make('div', { className: 'row' }, sum, this.signIn, this.retry, this.pause, this.cancel), this.bar);
  }

  update(totals: Totals) {
    const unfinished = totals.counts.running + totals.counts.waiting;
    setText(this.title, headline(totals));
    setText(this.line, underline(totals));
    this.bar.value = percent(totals);
    this.bar.hidden = this.pause.hidden = this.cancel.hidden = unfinished === 0;
    this.signIn.hidden = totals.hold?.code !== 'sign_in_required';
    const held = totals.hold !== null && !totals.paused && this.signIn.hidden;
    setText(this.retry, held ? 'Try now' : `Try ${countText(totals.retryable, 'file')} again`);
    this.retry.dataset.act = held ? 'resume' : 'retry';
    this.retry.hidden = !held && totals.retryable === 0;
    setText(this.pause, totals.paused ? 'Go on' : 'Pause');
    this.pause.dataset.act = totals.paused ? 'resume' : 'pause';
  }
}

/** One group: a screenful of its rows and a pager, however many there are. */
class GroupView {
  readonly element = make('section', { className: 'queue-group', hidden: true });
  private readonly number = make('span', { className: 'badge numbers' });
  private readonly list = make('ul');
  private readonly range = make('span', { className: 'soft small numbers' });
  private readonly earlier = textButton('Previous', 'earlier');
  private readonly later = textButton('Next', 'later');
  private readonly pager = make('nav', { className: 'pager', hidden: true }, this.earlier, this.range, this.later);
  private readonly rows = new Map<string, RowView>();
  private readonly clear: HTMLElement | null;

  constructor(name: GroupName) {
    this.element.dataset.group = name;
    this.element.setAttribute('aria-label', groupNames[name]);
    this.pager.setAttribute('aria-label', `Pages of ${groupNames[name]}`);
    this.clear = name === 'done' ? textButton('Clear', 'clear') : null;
    this.clear?.classList.add('push');
    const head = make('header', {}, make('h2', { textContent: groupNames[name] }), this.number);
    if (this.clear) head.append(this.clear);
    this.element.append(head, this.list, this.pager);
  }

  count(count: number, totals: Totals) {
    this.element.hidden = count === 0;
    setText(this.number, count.toLocaleString(document.documentElement.lang));
    if (this.clear) this.clear.hidden = totals.files === 0;
  }

  fill({ from, rows }: GroupPage) {
    const total = Number(this.number.textContent?.replace(/\D/g, ''));
    this.pager.hidden = total <= pageSize;
    this.earlier.disabled = from === 0;
    this.later.disabled = from + rows.length >= total;
    setText(this.range, `${from + 1} to ${from + rows.length}`);
    const keys = new Set(rows.map(row => row.key));
    for (const [key, view] of this.rows) {
      if (keys.has(key)) continue;
      view.element.remove();
      this.rows.delete(key);
    }
    rows.forEach((row, index) => {
      const view = this.rows.get(row.key) ?? new RowView();
      this.rows.set(row.key, view);
      view.update(row);
      if (this.list.children[index] !== view.element) this.list.insertBefore(view.element, this.list.children[index] ?? null);
    });
  }
}

function textButton(label: string, act: string): HTMLButtonElement {
  const button = make('button', { type: 'button', className: 'button small', textContent: label });
  button.dataset.act = act;
  return button;
}

customElements.define('upload-queue', UploadQueue);
