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
  const leave = () => {
    if (toast.matches(':hover, :focus-within')) return void setTimeout(leave, 3000);
    toast.classList.add('leaving');
    setTimeout(() => toast.remove(), 250);
  };
  if (action) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action.label });
    button.addEventListener('click', () => {
      toast.remove();
      action.run();
    });
    toast.append(button);
  }
  place.replaceChildren(toast);
  setTimeout(leave, 10_000);
}
