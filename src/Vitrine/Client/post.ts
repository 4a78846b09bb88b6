/** Posts a form of the page, with more fields if need be, the way script wants the answer: a status, no page. Throws what the site says is wrong. */
export async function post(url: string, form: HTMLFormElement, fields: [string, string][] = []): Promise<Response> {
  const body = new URLSearchParams([...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === 'string'));
  for (const [name, value] of fields) body.append(name, value);
  const answer = await fetch(url, { method: 'POST', body, headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(((await answer.json().catch(() => ({}))) as { detail?: string }).detail ?? `The site answered ${answer.status}.`);
  return answer;
}
