// A page in light and dark, wide and on a phone: axe finds nothing, and nothing scrolls sideways.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { settled } from './page.ts';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** What axe finds, one line each. Contrast depends on the scheme, all else only on the width. */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  // Our pages have no frames; without them axe needs no second page to gather what it found.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${target} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  );
}

/** Looks at the page that is open in all four ways. */
export async function look(page: Page): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      const found = await findings(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      expect(found, `${size.width} px, ${colorScheme}`).toEqual([]);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `the width of the page at ${size.width} px`).toBeLessThanOrEqual(size.width);
  }
}
