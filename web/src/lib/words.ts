/** Words of the API as people read them: early_majority → Early majority. */
export function sayWord(word: string): string {
  const text = word.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
