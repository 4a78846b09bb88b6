export interface ToastAction {
  label: string;
  run: () => void;
}

/** Says what was done, in the page's live region, for ten seconds; longer while the pointer or the focus is on it. */
export function toast(text: string, action?: ToastAction): void {
  const place = document.getElementById('toasts');
  if (!place) return;
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.append(Object.assign(document.createElement('span'), { textContent: text }));
  if (action) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action.label });
    button.addEventListener('click', () => {
      toast.remove();
      action.run();
    });
    toast.append(button);
  }
  place.replaceChildren(toast);
  leaveLater(toast);
}

/** A toast the server sent after a redirect: put in anew, so that screen readers say it, and it leaves like the others. */
export function servedToast(): void {
  const toast = document.querySelector<HTMLElement>('#toasts > .toast');
  if (!toast) return;
  toast.remove();
  requestAnimationFrame(() => document.getElementById('toasts')?.append(toast));
  leaveLater(toast);
}

function leaveLater(toast: HTMLElement): void {
  const leave = () => {
    if (toast.matches(':hover, :focus-within')) return void setTimeout(leave, 3000);
    toast.classList.add('leaving');
    setTimeout(() => toast.remove(), 250);
  };
  setTimeout(leave, 10_000);
}
