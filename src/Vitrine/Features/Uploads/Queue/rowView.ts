import { doorOf } from './door';
import { account } from './link';
import { icon, iconButton, make, setText } from './markup';
import type { Row, RowState } from './rows';
import { bytesText } from './text';
import { stateText } from './words';

interface Act {
  act: string;
  label: string;
  icon: string;
}

const acts: Partial<Record<RowState, Act[]>> = {
  waiting: [
    { act: 'pause', label: 'Pause', icon: 'pause' },
    { act: 'cancel', label: 'Cancel', icon: 'close' },
  ],
  sending: [
    { act: 'pause', label: 'Pause', icon: 'pause' },
    { act: 'cancel', label: 'Cancel', icon: 'close' },
  ],
  paused: [
    { act: 'resume', label: 'Go on', icon: 'play' },
    { act: 'cancel', label: 'Cancel', icon: 'close' },
  ],
  failed: [
    { act: 'retry', label: 'Try again', icon: 'retry' },
    { act: 'cancel', label: 'Remove from this list', icon: 'close' },
  ],
  lost: [
    { act: 'choose', label: 'Choose the file again', icon: 'file' },
    { act: 'cancel', label: 'Cancel', icon: 'close' },
  ],
  unreadable: [{ act: 'cancel', label: 'Remove from this list', icon: 'close' }],
};

const kinds: [RegExp, string][] = [
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/^(text\/|application\/pdf)/, 'document'],
];

/** One file's line in the queue. Rebuilt only where its state changed, so that a focused button stays focused. */
export class RowView {
  readonly element = make('li', { className: 'upload-row' });
  private readonly thumb = make('span', { className: 'thumb' });
  private readonly text = make('div');
  private readonly what = make('span', { className: 'what' });
  private readonly size = make('span');
  private readonly bar = make('progress');
  private readonly acts = make('span', { className: 'acts' });
  private shown = '';

  update(row: Row) {
    const shape = `${row.state}/${row.problem?.retry ?? ''}`;
    if (shape !== this.shown) this.reshape(row);
    this.shown = shape;
    setText(this.what, stateText(row));
    setText(this.size, row.state === 'sending' ? '' : bytesText(row.size));
    this.bar.max = Math.max(1, row.size);
    this.bar.value = row.sent;
  }

  private reshape(row: Row) {
    const { element } = this;
    element.dataset.state = row.state;
    element.dataset.key = row.key;
    this.thumb.replaceChildren(thumbOf(row));
    this.text.replaceChildren(nameOf(row), make('span', { className: 'state' }, this.what, this.size));
    this.bar.setAttribute('aria-label', `Progress of ${row.name}`);
    const offered = (acts[row.state] ?? []).filter(act => act.act !== 'retry' || row.problem?.retry);
    const had = this.acts.contains(document.activeElement);
    this.acts.replaceChildren(...offered.map(act => iconButton(`${act.label}: ${row.name}`, act.icon, act.act)));
    if (!element.firstChild) element.append(this.thumb, this.text, this.acts, this.bar);
    if (had) this.acts.querySelector('button')?.focus();
  }
}

/** A file that became an item leads to it. */
function nameOf(row: Row): HTMLElement {
  const properties = { className: 'name', title: row.path, textContent: row.name };
  const page = row.itemId ? doorOf(account()!).page(row.itemId) : null;
  return page ? make('a', { ...properties, href: page }) : make('span', properties);
}

function thumbOf(row: Row): Element {
  const kind = icon(kinds.find(([type]) => type.test(row.type))?.[1] ?? 'file');
  if (row.itemId === undefined || (row.state !== 'ready' && row.state !== 'duplicate') || row.problem) return kind;
  const image = make('img', { src: doorOf(account()!).tile(row.itemId), alt: '', loading: 'lazy', decoding: 'async' });
  image.addEventListener('error', () => image.replaceWith(kind), { once: true });
  return image;
}
