/** Asks before something big: true when the person agrees. Escape, or anything but the button, is no. */
export function confirming(question: string, more: string, agree: string): Promise<boolean> {
  const dialog = Object.assign(document.createElement('dialog'), { className: 'dialog' });
  const form = Object.assign(document.createElement('form'), { method: 'dialog', className: 'actions' });
  form.append(
    Object.assign(document.createElement('button'), { className: 'button quiet', value: 'no', textContent: 'Cancel' }),
    Object.assign(document.createElement('button'), { className: 'button danger primary', value: 'yes', textContent: agree }),
  );
  const title = Object.assign(document.createElement('h2'), { id: 'question', textContent: question });
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.append(title, Object.assign(document.createElement('p'), { className: 'soft', textContent: more }), form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  }));
}
