import { post } from '../../../Client/post';

/** Forms that an authenticator fills in; where the browser cannot ask one, they stay hidden. */
const able = window.isSecureContext && 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
for (const form of able ? document.querySelectorAll<HTMLFormElement>('form[data-passkey]') : []) offer(form);

function offer(form: HTMLFormElement): void {
  form.closest<HTMLElement>('[hidden]')!.hidden = false;
  const failed = form.querySelector<HTMLElement>('.error[role=alert]')!;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const options = await (await post(`${form.getAttribute('action')}/options`, form)).json();
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      (form.elements.namedItem('credential') as HTMLInputElement).value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      // A closed dialog and a device without a passkey are one error to browsers: who has which is nobody's business.
      failed.textContent = error instanceof DOMException ? form.dataset.cancelled! : (error as Error).message;
      failed.hidden = false;
    }
  });
}
