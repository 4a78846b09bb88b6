/** Moments are written in UTC by the server; here they become the reader's own time. */
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-local]')) time.textContent = format.format(new Date(time.dateTime));

export {};
