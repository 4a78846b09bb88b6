import type { Totals } from './rows';

const plain = document.title;

/** The tab says how far it is, so that nobody has to come back to look. */
export function titleBadge(totals: Totals) {
  const unfinished = totals.counts.running + totals.counts.waiting;
  const badge =
    totals.counts.failed > 0 && unfinished === 0
      ? `${totals.counts.failed} failed · `
      : unfinished === 0
        ? ''
        : totals.paused
          ? '⏸ '
          : `${percent(totals)} % · `;
  document.title = badge + plain;
}

/** Never 100 while a file is still on its way. */
export const percent = ({ sent, size }: Pick<Totals, 'sent' | 'size'>) => (size === 0 ? 0 : Math.min(99, Math.floor((100 * sent) / size)));
