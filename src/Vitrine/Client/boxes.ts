import { shortcuts } from './shortcuts';

/** Lists of tick boxes that the server sent whole (table, trash): shift takes a range, `a` all, Escape none; the bar counts. */
const boxes = () => [...document.querySelectorAll<HTMLInputElement>('main input[type="checkbox"][name="id"]')];
const bar = document.querySelector<HTMLElement>('.selection-bar');
let last: HTMLInputElement | null = null;

const refresh = () => {
  const ticked = boxes().filter(box => box.checked).length;
  const count = bar?.querySelector('.count');
  if (count) count.textContent = ticked ? `${ticked.toLocaleString(document.documentElement.lang)} selected` : '';
};

document.querySelector('main')?.addEventListener('click', event => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== 'id') return;
  const all = boxes();
  if (event.shiftKey && last) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const each of all.slice(from, to! + 1)) each.checked = box.checked;
  }
  last = box;
  refresh();
});
bar?.addEventListener('reset', () => setTimeout(refresh));
addEventListener('pageshow', refresh);
shortcuts({
  a: () => {
    for (const box of boxes()) box.checked = true;
    refresh();
  },
  Escape: () => {
    for (const box of boxes()) box.checked = false;
    refresh();
  },
});
refresh();
