/** Words of the API as people read them: early_majority → Early majority. */
export function sayWord(word: string): string {
  const text = word.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A refusal of the server as a sentence of its own: "must be from 1 to 5" → "Must be from 1 to 5". */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
