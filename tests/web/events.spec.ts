// Set-up examples for sources of events.
import { expect, test } from '@playwright/test';
import { examplesFor } from '../../web/src/intake/event/source/setUp.ts';

test('examples have the key, the address and a real account in them, and quotes do no harm', () => {
  const place = { origin: 'https://ripen.example.com', key: 'rpw_1', account: 'O\'Hara & "Co"' };
  for (const kind of ['browser', 'server'] as const)
    for (const { id, code } of examplesFor(kind, place)) {
      expect(code, id).toContain('rpw_1');
      expect(code, id).toContain('https://ripen.example.com');
      if (id !== 'curl') expect(code, id).toContain("O\\'Hara");
    }
  const curl = examplesFor('server', place).at(-1)?.code ?? '';
  expect(curl).toContain("O'\\''Hara");
});
