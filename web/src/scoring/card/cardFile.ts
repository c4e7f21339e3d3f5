import type { Schema } from '@/lib/api';

/** Offers the card as a file: the form that import, the API and the command line read. */
export function downloadCard(card: Schema<'Card'>) {
  const blob = new Blob([`${JSON.stringify(card, null, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${card.key}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What a chosen file holds; a sentence if it is no JSON object. */
export async function readCard(file: File): Promise<Schema<'CardInput'>> {
  let card: unknown;
  try {
    card = JSON.parse(await file.text());
  } catch (error) {
    throw new Error(`${file.name} is no JSON: ${(error as Error).message}`);
  }
  if (typeof card !== 'object' || card === null || Array.isArray(card))
    throw new Error(`${file.name} holds no scorecard: it must be a JSON object, as the export writes it.`);
  return card as Schema<'CardInput'>;
}
