import { toast } from './toast';

/** Buttons that copy a field: only script can, so only script shows them. Over plain http browsers have no clipboard but the old one. */
export function copies(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const field = document.getElementById(button.dataset.copy!) as HTMLInputElement;
    button.hidden = false;
    field.select();
    button.addEventListener('click', () => {
      field.select();
      const copied = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.resolve(document.execCommand('copy'));
      copied.then(() => toast(button.dataset.done!), () => undefined);
    });
  }
}
