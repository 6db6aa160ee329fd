const MOST_CHARACTERS = 100;

/** Quotes text from outside for an error. Its beginning is enough to recognise it. */
export function quote(text: string): string {
  return JSON.stringify(cut(text, MOST_CHARACTERS));
}

export function cut(text: string, mostCharacters: number): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
