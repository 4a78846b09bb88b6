/** What a slide needs to know of an item. */
export interface Details {
  id: string;
  name: string;
  alt: string;
  kind: string;
  width: number;
  height: number;
  /** The small picture that is there at once, and the big one. */
  small?: string | null | undefined;
  big?: string | null | undefined;
  /** The original; absent where only pictures made from it are shown. */
  file?: string | null | undefined;
  /** The item's own page. */
  page: string;
  contentType: string;
  state: string;
  /** Who else sees it, as a word for its owner. */
  visibility?: string | null | undefined;
}

interface MediaJson {
  id: string;
  fileName: string;
  title: string | null;
  place: string | null;
  kind: string;
  contentType: string;
  state: string;
  visibility: string;
  width: number | null;
  height: number | null;
  takenAt: string;
  original: { url: string };
  renditions: { name: string; url: string; width: number; height: number }[];
}

const shownInPlace = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif']);
const played = /^(video\/(mp4|webm|ogg)|audio\/(mpeg|mp4|ogg|flac|wav|webm))$/;
const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The original, where a browser shows it in place. */
export const sharpest = (item: Details) => (shownInPlace.has(item.contentType) ? item.file : null);

export async function details(id: string): Promise<Details> {
  const answer = await fetch(`/api/v1/media/${id}`, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`The site answered ${answer.status}.`);
  const media = (await answer.json()) as MediaJson;
  const pictures = media.renditions.filter(r => ['tile', 'tile2x', 'screen'].includes(r.name));
  const biggest = pictures.at(-1);
  return {
    id,
    name: media.title || media.fileName,
    alt: media.title || `${day.format(new Date(`${media.takenAt.slice(0, 10)}T00:00:00Z`))}${media.place ? `, ${media.place}` : ''}`,
    kind: media.kind,
    width: media.width ?? biggest?.width ?? 0,
    height: media.height ?? biggest?.height ?? 0,
    small: pictures[0]?.url ?? null,
    big: biggest?.url ?? null,
    file: media.original.url,
    page: `/media/${id}`,
    contentType: media.contentType,
    state: media.state,
    visibility: media.visibility === 'private' ? null : media.visibility === 'public' ? 'Public' : 'Unlisted',
  };
}

/** A slide: a picture, a player, or a card with a download; an empty one while nothing is known. */
export function slideOf(item: Details | undefined): object {
  if (!item) return { html: '' };
  if (item.file && played.test(item.contentType)) return { element: player(item), type: 'html' };
  if (!item.big) return { element: card(item), type: 'html' };
  return { src: item.big, msrc: item.small, width: item.width, height: item.height, alt: item.alt };
}

function player(item: Details): HTMLElement {
  const box = document.createElement('div');
  box.className = 'pswp__media';
  const media = document.createElement(item.kind === 'audio' ? 'audio' : 'video');
  media.controls = true;
  media.preload = 'metadata';
  media.src = item.file!;
  media.setAttribute('aria-label', item.name);
  media.setAttribute('playsinline', '');
  box.append(media);
  return box;
}

function card(item: Details): HTMLElement {
  const box = document.createElement('div');
  box.className = 'pswp__media card-slide';
  const name = Object.assign(document.createElement('p'), { textContent: item.name, dir: 'auto' });
  const said = Object.assign(document.createElement('p'), {
    className: 'small',
    textContent: item.state === 'received' ? 'Being prepared.' : item.file ? 'There is no preview of this file. It is kept exactly as it came.' : 'There is no picture of this to show, and the file itself is not offered here.',
  });
  box.append(name, said);
  if (item.file) box.append(Object.assign(document.createElement('a'), { href: `${item.file}?download=1`, className: 'button', textContent: 'Download' }));
  return box;
}
