import { QueueLink } from './queueLink';

let link: QueueLink | null = null;

/** This page's one line to the upload queue; made when first needed, so that a page without uploads costs nothing. */
export function queueLink(): QueueLink {
  return (link ??= new QueueLink(account()!));
}

/** Whose queue it is; null where nobody is signed in. */
export const account = () => document.querySelector<HTMLElement>('upload-dock')?.dataset.account ?? null;

const flag = () => `vitrine-uploads-${account()}`;

/** Remembers that files are on their way, so that the next page knows without asking. */
export function rememberWork(unfinished: boolean) {
  try {
    if (unfinished) localStorage.setItem(flag(), '1');
    else localStorage.removeItem(flag());
  } catch {
    // Storage is switched off: the dock then shows on the upload page only.
  }
}

export function hasWork(): boolean {
  try {
    return localStorage.getItem(flag()) !== null;
  } catch {
    return false;
  }
}
