import type { Schema } from '@/lib/api';

type Person = Pick<
  Schema<'Invitation'>,
  'contact' | 'contact_name' | 'email' | 'account' | 'account_name' | 'link' | 'is_used' | 'round'
>;

/** One cell of a row to paste: no tab or line break, and nothing that a spreadsheet would run. */
function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

/** A line with name, address, account and link for each who may still answer, to paste into a sheet or a mail merge. */
export const linesOf = (people: Person[], openRounds: ReadonlySet<number>): string[] =>
  people
    .filter(({ link, is_used, round }) => link && !is_used && openRounds.has(round))
    .map(({ contact, contact_name, email, account, account_name, link }) =>
      [contact_name || contact, email ?? '', account_name || account, link ?? ''].map(cell).join('\t'),
    );
