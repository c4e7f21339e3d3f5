// A page wide in light and dark, and on a phone: axe finds nothing, and nothing scrolls sideways.
import { expect, type Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';
import { settled } from './page.ts';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const CONTRAST = 'color-contrast';
/** Each rule where it can say something new: a dark page differs from a light one in its colours only. A phone has
 * another layout, and so other things upon each other: everything again, in the dark. */
const LOOKS: { size: typeof WIDE; colorScheme: 'light' | 'dark'; rules: RunOptions }[] = [
  { size: WIDE, colorScheme: 'light', rules: {} },
  { size: WIDE, colorScheme: 'dark', rules: { runOnly: [CONTRAST] } },
  { size: PHONE, colorScheme: 'dark', rules: {} },
];

/** What axe finds, one line each. It is brought into a page once; every look costs only its rules. */
export async function findings(page: Page, rules: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(
    async (options) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, options);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id}: ${target} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
        ),
      );
    },
    { ...rules, resultTypes: ['violations'] } satisfies RunOptions,
  );
}

/** Looks at the page that is open: wide in light and in dark, and on a phone. Leaves it on the phone. */
export async function look(page: Page): Promise<void> {
  for (const { size, colorScheme, rules } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours change over with the next frame: what moves then is waited for.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    await settled(page);
    const found = await findings(page, rules);
    expect(found, `${size.width} px, ${colorScheme}`).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `the width of the page at ${size.width} px`).toBeLessThanOrEqual(size.width);
  }
}
