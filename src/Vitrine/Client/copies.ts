import { toast } from './toast';

// Buttons that copy a field: only script can, so only script shows them.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const field = document.getElementById(button.dataset.copy!) as HTMLInputElement;
  button.hidden = false;
  field.select();
  button.addEventListener('click', async () =>
    toast((await copied(field)) ? button.dataset.done! : 'Your browser did not let us copy it. It is selected: copy it yourself.'),
  );
}

/** Over plain http, and where a browser refuses it, there is no clipboard but the old one. */
async function copied(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}
