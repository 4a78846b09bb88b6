import './app.css';
import './icons.svg?url';
import { theme } from './theme';
import { menus } from './menus';
import { shortcuts } from './shortcuts';
import { servedToast } from './toast';

/** What loads when a page has it, by selector. A feature's elements lie beside the feature. */
const elements: Record<string, () => Promise<unknown>> = {
  'v-timeline': () => import('../Features/Gallery/Timeline/timeline'),
  '#dates': () => import('../Features/Gallery/Timeline/dates'),
  '.stage': () => import('../Features/Viewing/mediaPage'),
  'v-shown': () => import('../Web/Tiles/shownTiles'),
  'v-shown[data-arrange]': () => import('../Features/Albums/arrange'),
  'v-rows, v-tiles, v-shown': () => import('./boxes'),
  'time[data-local]': () => import('./times'),
  'button[data-copy]': () => import('./copies'),
  'v-change': () => import('../Web/Changes/change'),
  'form[data-passkey]': () => import('../Features/Accounts/Passkeys/passkeys'),
  'upload-dock': () => later().then(() => import('../Features/Uploads/Queue/uploadDock')),
  'v-mine': () => import('../Features/Uploads/Guests/mine'),
  'upload-queue': () => import('../Features/Uploads/Queue/uploadQueue'),
};

for (const [name, load] of Object.entries(elements)) {
  if (document.querySelector(name)) void load();
}

document.documentElement.dataset.script = '';
theme();
menus();
servedToast();
shortcuts({
  '?': () => (document.getElementById('help') as HTMLDialogElement | null)?.showModal(),
  u: () => document.getElementById('add')?.click(),
});

/** What every page has but few need at once comes after what they came for. */
function later(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 300));
}
