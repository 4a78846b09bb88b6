import { post } from './post';

/** Changes the theme in place; without script the same buttons post the form and the page comes back changed. */
export function theme(): void {
  document.addEventListener('submit', event => {
    const form = event.target;
    const choice = (event.submitter as HTMLButtonElement | null)?.value;
    if (!(form instanceof HTMLFormElement) || !form.matches('form.theme') || !choice) return;
    event.preventDefault();
    void post((event.submitter as HTMLButtonElement).formAction, form);
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.value === choice));
  });
}
