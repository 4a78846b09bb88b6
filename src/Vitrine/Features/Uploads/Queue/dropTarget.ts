import { readDrop, readPaste } from './droppedFiles';
import type { Dropped } from './droppedFiles';

/** Takes files dropped or pasted anywhere on the page. While something is dragged over it, a veil says where it will go. */
export function dropTarget(veil: HTMLElement, take: (dropped: Dropped) => void, signal: AbortSignal) {
  let ours = false;
  let depth = 0;
  const brings = (event: DragEvent) => !ours && (event.dataTransfer?.types.includes('Files') ?? false);
  const show = (visible: boolean) => {
    if (!visible) depth = 0;
    veil.hidden = !visible;
  };

  // A picture of the site itself, dragged, also claims to be a file.
  document.addEventListener(
    'dragstart',
    () => {
      ours = true;
    },
    { signal, capture: true },
  );
  document.addEventListener(
    'dragend',
    () => {
      ours = false;
    },
    { signal, capture: true },
  );

  document.addEventListener(
    'dragenter',
    event => {
      if (!brings(event)) return;
      event.preventDefault();
      depth++;
      show(true);
    },
    { signal },
  );
  document.addEventListener(
    'dragleave',
    event => {
      if (brings(event) && --depth <= 0) show(false);
    },
    { signal },
  );
  document.addEventListener(
    'dragover',
    event => {
      if (!brings(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
    },
    { signal },
  );
  document.addEventListener(
    'drop',
    event => {
      show(false);
      if (ours || !event.dataTransfer || isEditable(event.target)) return;
      event.preventDefault();
      void readDrop(event.dataTransfer).then(take);
    },
    { signal },
  );

  document.addEventListener(
    'paste',
    event => {
      if (!event.clipboardData || event.clipboardData.files.length === 0) return;
      // Text copied from an office program brings a picture of itself along.
      if (isEditable(event.target) && event.clipboardData.types.includes('text/plain')) return;
      event.preventDefault();
      take({ offers: readPaste(event.clipboardData, new Date()), why: '' });
    },
    { signal },
  );
}

/** Links and text may still be dropped into fields. */
export const isEditable = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type="checkbox"], [type="radio"], [type="file"]), textarea, select, [contenteditable="true"]') !== null;
