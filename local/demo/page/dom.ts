export function byId<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

export function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** Shows a sentence at the top of the page. */
export function say(sentence: string): void {
  byId('said').textContent = sentence;
}

/** Asks the demo, not Clerk. */
export async function ask<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(path, body && { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as T;
}
