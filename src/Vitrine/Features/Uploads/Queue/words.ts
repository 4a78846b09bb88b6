import type { GroupName, Row, Totals } from './rows';
import { bytesText, countText, durationText } from './text';

/** Every sentence of the queue, in one place. */
export const groupNames: Record<GroupName, string> = {
  failed: 'Need a look',
  running: 'Sending',
  waiting: 'Waiting',
  done: 'Done',
};

/** What is true of a file now; never a bare "100 %". */
export function stateText(row: Row, now = Date.now()): string {
  switch (row.state) {
    case 'waiting':
      return row.notBefore > now
        ? `Trying again in ${durationText((row.notBefore - now) / 1000)}`
        : row.sent > 0
          ? 'Waiting to go on'
          : 'Waiting';
    case 'sending':
      return row.sent >= row.size ? 'All sent, being checked' : `${bytesText(row.sent)} of ${bytesText(row.size)}`;
    case 'paused':
      return 'Paused';
    case 'received':
      return 'Received and kept';
    case 'processing':
      return 'Received, preview being made';
    case 'ready':
      return row.problem ? 'Kept; there is no preview of this kind of file' : 'Ready';
    case 'duplicate':
      return row.problem ? `Already in your library. ${row.problem.sentence}` : 'Already in your library, not stored again';
    case 'failed':
      return row.problem?.sentence || 'Not taken';
    case 'lost':
      return 'Choose this file again and it goes on where it stopped';
    case 'unreadable':
      return `Kept, but without preview. ${row.problem?.sentence ?? ''}`.trim();
  }
}

export function headline({ counts, files, paused, hold, retryable, lost }: Totals): string {
  const unfinished = counts.running + counts.waiting;
  if (unfinished > 0 && paused) return `Paused: ${countText(unfinished, 'file')} left`;
  if (unfinished > 0 && hold) return hold.code === 'offline' ? 'Waiting for the connection' : 'Waiting';
  if (unfinished > 0) return `Sending ${countText(unfinished, 'file')}`;
  if (lost > 0) return lost === 1 ? 'One file has to be chosen again' : `${countText(lost, 'file')} have to be chosen again`;
  if (retryable > 0 || counts.failed > 0)
    return counts.failed === 1 ? 'One file needs a look' : `${countText(counts.failed, 'file')} need a look`;
  return files === 0 ? '' : `${countText(counts.done, 'file')} uploaded`;
}

/** Progress, speed and what is left, or why nothing moves. */
export function underline(totals: Totals, now = Date.now()): string {
  const { counts, sent, size, speed, paused, hold } = totals;
  const unfinished = counts.running + counts.waiting;
  if (unfinished === 0) return counts.failed > 0 ? `${countText(counts.done, 'file')} done` : 'All of them are safely kept';
  const progress = `${bytesText(sent)} of ${bytesText(size)}`;
  if (hold && !paused) {
    const again = hold.code === 'sign_in_required' ? '' : ` Trying again in ${durationText(Math.max(0, hold.until - now) / 1000)}.`;
    return `${hold.sentence}${again}`;
  }
  if (paused || speed === 0) return progress;
  return `${progress} · ${bytesText(speed)}/s · ${durationText((size - sent) / speed)} left`;
}

/** For screen readers, at most one every ten seconds. */
export function announcement(totals: Totals): string {
  const { counts } = totals;
  const unfinished = counts.running + counts.waiting;
  const failed = counts.failed > 0 ? ` ${countText(counts.failed, 'file')} need a look.` : '';
  return unfinished > 0
    ? `${headline(totals)}. ${countText(counts.done, 'file')} done.${failed}`
    : `Uploading is finished. ${countText(counts.done, 'file')} done.${failed}`;
}
