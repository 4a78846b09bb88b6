import type { Item } from './library';

const icons = document.documentElement.dataset.icons ?? '';
const language = document.documentElement.lang;
const dayFormat = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const kinds: Record<string, string> = { image: 'Photo', video: 'Video', audio: 'Audio', document: 'Document', other: 'File' };

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${icons}#${name}`);
  svg.append(use);
  return svg;
}

export const dayOf = (item: Item) => dayFormat.format(new Date(`${item.taken.slice(0, 10)}T00:00:00Z`));

/** The title where a person gave one; a bare file name says less than kind and date. */
export const alternative = (item: Item) => (/\.\w{2,5}$/.test(item.name) ? `${kinds[item.kind] ?? 'File'}, ${dayOf(item)}` : item.name);

/** The same markup as Web/Tiles/Tile.razor. */
export function buildTile(item: Item): HTMLLIElement {
  const tile = document.createElement('li');
  tile.className = 'tile';
  tile.dataset.id = item.id;
  const link = document.createElement('a');
  link.href = `/media/${item.id}`;
  const pick = document.createElement('input');
  Object.assign(pick, { type: 'checkbox', className: 'pick', name: 'id', value: item.id, tabIndex: -1 });
  pick.setAttribute('form', 'selection');
  pick.setAttribute('aria-label', `Select ${item.name}`);
  tile.append(link, pick);
  fillTile(tile, item);
  return tile;
}

/** Shows what is known of the item now: its picture, or what stands for it. */
export function fillTile(tile: HTMLLIElement, item: Item): void {
  const link = tile.querySelector('a')!;
  tile.dataset.filled = fillOf(item);
  if (item.state === 'received') tile.dataset.state = 'received';
  else delete tile.dataset.state;
  if (item.colour) tile.style.setProperty('--c', `#${item.colour}`);
  if (item.tiles > 0) link.replaceChildren(...picture(item));
  else link.replaceChildren(plain(item));
  if (item.visibility !== 'private') link.append(sign('seen', 'globe', item.visibility)); // strangers see it
}

/** What a tile shows; another text is another look. */
export const fillOf = (item: Item) => `${item.state}${item.tiles}${item.visibility}`;

function sign(className: string, name: string, text: string): Element {
  const box = Object.assign(document.createElement('span'), { className });
  box.append(icon(name), text);
  return box;
}

function picture(item: Item): Element[] {
  const image = document.createElement('img');
  image.alt = alternative(item);
  image.decoding = 'async';
  const fit = (box: number) => Math.round(item.ratio >= 1 ? box : box * item.ratio);
  if (item.tiles > 1) {
    image.sizes = '16rem';
    image.srcset = `/media/${item.id}/tile ${fit(480)}w, /media/${item.id}/tile2x ${fit(960)}w`;
  }
  image.src = `/media/${item.id}/tile`;
  if (item.kind !== 'video' && item.duration === null) return [image];
  return [image, sign('length', 'play', item.duration === null ? '' : clock(item.duration))];
}

function plain(item: Item): Element {
  const box = document.createElement('span');
  box.className = 'plain';
  const name = Object.assign(document.createElement('span'), { className: 'name', textContent: item.name });
  const shown = item.state === 'failed' ? 'warning' : item.state === 'received' && item.kind === 'image' ? 'clock'
    : item.kind === 'other' ? 'file' : item.kind;
  box.append(icon(shown), name);
  const said = item.state === 'failed' ? 'No preview' : item.state === 'received' ? 'Being prepared' : '';
  if (said) box.append(Object.assign(document.createElement('span'), { className: 'said', textContent: said }));
  return box;
}

function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
