import { confirming } from '../../../Client/confirming';
import type { ChangeJson } from '../../../Web/Changes/change';

interface Answer {
  count: number;
  done: number;
  asOf: string;
  change: ChangeJson | null;
}

/**
 * Moves what is picked to the trash, as many as it may be (RULES 16): the site counts, the person agrees to the count, and the rest goes on
 * by itself, told of by an event. False when the person does not agree.
 */
export async function trashMany(picked: object): Promise<boolean> {
  const selected = { action: 'trash', ...picked };
  let answer = await apply(selected);
  while (!answer.change && answer.done === 0) {
    const { count } = answer;
    const items = `${count.toLocaleString(document.documentElement.lang)} ${count === 1 ? 'item' : 'items'}`;
    if (count === 0 || !(await confirming(`Move ${items} to the trash?`, 'You can go on meanwhile and cancel it; the trash page offers Undo for a day.', 'Move to trash'))) return false;
    answer = await apply({ ...selected, asOf: answer.asOf, confirm: count });
  }
  if (answer.change) document.dispatchEvent(new CustomEvent('vitrine:change', { detail: answer.change }));
  return true;
}

async function apply(selection: object): Promise<Answer> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const answer = await fetch('/api/v1/media/selection', { method: 'POST', headers, body: JSON.stringify(selection) });
  const body = (await answer.json()) as Answer & { detail?: string };
  if (!answer.ok) throw new Error(body.detail ?? `The site answered ${answer.status}.`);
  return body;
}
