import './app.css';
import './icons.svg?url';
import { theme } from './theme';
import { menus } from './menus';
import { shortcuts } from './shortcuts';
import { times } from './times';
import { servedToast } from './toast';

/** What loads when a page has it, by selector. A feature's elements lie beside the feature. */
const elements: Record<string, () => Promise<unknown>> = {
  'v-timeline': () => import('../Features/Gallery/Timeline/timeline'),
  '.stage': () => import('../Features/Viewing/mediaPage'),
  'v-rows, v-tiles': () => import('./boxes'),
  'upload-dock': () => import('../Features/Uploads/Queue/uploadDock'),
  'upload-queue': () => import('../Features/Uploads/Queue/uploadQueue'),
};

for (const [name, load] of Object.entries(elements)) {
  if (document.querySelector(name)) void load();
}

document.documentElement.dataset.script = '';
theme();
menus();
times();
servedToast();
shortcuts({
  '?': () => (document.getElementById('help') as HTMLDialogElement | null)?.showModal(),
  u: () => document.getElementById('add')?.click(),
});
