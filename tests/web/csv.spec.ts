// Figures of a page as a file for spreadsheets, as the server writes its own.
import { expect, test } from '@playwright/test';
import { csvText } from '../../web/src/lib/csv.ts';

interface Row {
  name: string;
  share: number | null;
}

const columns = { name: ({ name }: Row) => name, share_pct: ({ share }: Row) => share };

test('a heading, a line each, missing is empty and not zero', () => {
  const rows = [
    { name: 'Acme', share: 0.1 + 0.2 },
    { name: 'Nobody', share: null },
  ];
  expect(csvText(rows, columns)).toBe('name,share_pct\r\nAcme,0.30000000000000004\r\nNobody,\r\n');
  expect(csvText([], columns)).toBe('name,share_pct\r\n');
});

test('texts keep their marks, and none is taken for a formula', () => {
  const name = 'A "big", \r\nbroken name';
  expect(csvText([{ name, share: 1 }], columns)).toContain('"A ""big"", \r\nbroken name",1');
  expect(csvText([{ name: '=1+1', share: -1 }], columns)).toContain("'=1+1,-1\r\n");
  expect(csvText([{ name: '@x', share: Number.NaN }], columns)).toContain("'@x,\r\n");
});
