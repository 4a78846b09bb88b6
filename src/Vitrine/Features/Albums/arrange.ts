import { post } from '../../Client/post';
import { toast } from '../../Client/toast';

/** Hand order by dragging; the buttons of the selection bar do the same without a mouse. */
const host = document.querySelector<HTMLElement>('v-shown[data-arrange]')!;
const form = document.getElementById('selection') as HTMLFormElement;
let dragged: HTMLElement | null = null;

const tileAt = (event: Event) => (event.target as Element).closest<HTMLElement>('.tile');
const isBefore = (tile: HTMLElement, event: DragEvent) => {
  const box = tile.getBoundingClientRect();
  return (event.clientX < box.left + box.width / 2) !== (document.documentElement.dir === 'rtl');
};
const unmark = () => host.querySelectorAll('.drop-before, .drop-after').forEach(tile => tile.classList.remove('drop-before', 'drop-after'));

host.addEventListener('dragstart', event => {
  dragged = tileAt(event);
  dragged?.classList.add('dragged');
  event.dataTransfer?.setData('text/plain', dragged?.dataset.id ?? '');
});
host.addEventListener('dragend', () => {
  dragged?.classList.remove('dragged');
  dragged = null;
  unmark();
});
host.addEventListener('dragover', event => {
  const tile = tileAt(event);
  if (!dragged || !tile || tile === dragged) return;
  event.preventDefault();
  unmark();
  tile.classList.add(isBefore(tile, event) ? 'drop-before' : 'drop-after');
});
host.addEventListener('drop', event => {
  const target = tileAt(event);
  const moved = dragged;
  if (!moved || !target || target === moved) return;
  event.preventDefault();
  const before = isBefore(target, event);
  const [parent, next] = [moved.parentElement!, moved.nextSibling];
  target[before ? 'before' : 'after'](moved);
  const fields: [string, string][] = [['to', before ? 'before' : 'after'], ['target', target.dataset.id!]];
  void move(moved.dataset.id!, fields).catch((problem: Error) => {
    parent.insertBefore(moved, next);
    toast(problem.message);
  });
});

/** Only the dragged one, whatever is ticked. */
async function move(id: string, fields: [string, string][]): Promise<void> {
  const token = document.createElement('form');
  token.append(form.querySelector('input[name="form-token"]')!.cloneNode());
  await post(host.dataset.arrange!, token, [['id', id], ...fields]);
}
