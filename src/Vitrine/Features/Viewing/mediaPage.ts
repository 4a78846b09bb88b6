import { shortcuts } from '../../Client/shortcuts';

const ASK_EVERY = 1500;

/** Keys of an item's page, and a look now and then while its preview is being made. */
const stage = document.querySelector<HTMLElement>('.stage')!;
const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();

shortcuts({
  ArrowLeft: () => press('.step.previous'),
  ArrowRight: () => press('.step.next'),
  d: () => press('#download'),
  Delete: () => press('#delete-button'),
  e: edit,
  i: () => document.getElementById('info')?.scrollIntoView({ block: 'start' }),
  ' ': () => {
    const media = document.querySelector<HTMLMediaElement>('.stage :is(video, audio)');
    if (media) void (media.paused ? media.play() : media.pause());
    else scrollBy({ top: innerHeight * 0.8 });
  },
  Escape: () => location.assign('/'),
});

if (location.hash === '#edit') edit();
if (stage.dataset.state === 'received') setTimeout(() => void ask(), ASK_EVERY);
swipe();

function edit(): void {
  const details = document.getElementById('edit') as HTMLDetailsElement | null;
  if (!details) return;
  details.open = true;
  details.querySelector<HTMLInputElement>('#title')?.focus();
}

async function ask(): Promise<void> {
  const answer = await fetch(`/api/v1/media/${stage.dataset.id}`, { headers: { Accept: 'application/json' } }).catch(() => null);
  const media = answer?.ok ? ((await answer.json()) as { state: string }) : null;
  if (media && media.state !== 'received' && !document.querySelector('#edit[open]')) location.reload();
  else setTimeout(() => void ask(), ASK_EVERY);
}

/** A swipe across the picture goes to the neighbour; players and zoomed pages keep their own gestures. */
function swipe(): void {
  let start: { x: number; y: number } | null = null;
  stage.addEventListener('touchstart', event => {
    const touch = event.touches[0]!;
    start = event.touches.length === 1 && (visualViewport?.scale ?? 1) < 1.05 && !(event.target as Element).closest('video, audio') ? { x: touch.clientX, y: touch.clientY } : null;
  }, { passive: true });
  stage.addEventListener('touchend', event => {
    const touch = event.changedTouches[0]!;
    if (!start || Math.abs(touch.clientX - start.x) < 60 || Math.abs(touch.clientY - start.y) > 60) return;
    press(touch.clientX < start.x === (document.documentElement.dir !== 'rtl') ? '.step.next' : '.step.previous');
  }, { passive: true });
}
