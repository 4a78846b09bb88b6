import './app.css';
import './icons.svg?url';
import { theme } from './theme';
import { menus } from './menus';

/** Elements that load when a page has them. A feature's elements lie beside the feature. */
const elements: Record<string, () => Promise<unknown>> = {
  'upload-dock': () => import('../Features/Uploads/Queue/uploadDock'),
  'upload-queue': () => import('../Features/Uploads/Queue/uploadQueue'),
};

for (const [name, load] of Object.entries(elements)) {
  if (document.querySelector(name)) void load();
}

theme();
menus();
