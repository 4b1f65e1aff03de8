import { expect, type Page } from '@playwright/test';

/** The merge screen: queue, grid, evidence. */
export function reviewScreen(page: Page) {
  const queue = page.getByRole('region', { name: 'Queue' });
  const grid = page.getByRole('grid');
  const evidence = page.getByRole('complementary', { name: 'Evidence' });
  /** A row by its field's label; locked fields say so in their name. */
  const row = (label: string) =>
    grid
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${label.replace('.', '\\.')}( locked)?$`) }) });
  return {
    queue,
    grid,
    evidence,
    items: queue.getByRole('listitem').filter({ has: page.getByRole('link') }),
    /** Name of the question that is open. */
    title: page.locator('.review-title h1'),
    position: page.locator('.review-position'),
    mergeButton: page.getByRole('button', { name: /^Merge \d+ into 1/ }),
    apartButton: page.getByRole('button', { name: /^Not duplicates/ }),
    row,
    /** What the order will say of a field. */
    result: (label: string) => row(label).getByRole('gridcell').last(),
    /** Bits of all bars of the shown pair, added up here, and the sum that the screen shows. */
    async bars(): Promise<{ sum: number; shown: number }> {
      const texts = await evidence.locator('.waterfall').innerText();
      const bits = [...texts.matchAll(/^[+−]\d+\.\d$/gm)].map(([text]) => Number(text.replace('−', '-')));
      const shown = /([+−]?\d+\.\d) bits/.exec(texts)?.[1] ?? '';
      return { sum: Math.round(bits.reduce((a, b) => a + b, 0) * 10) / 10, shown: Number(shown.replace('−', '-')) };
    },
    /** Puts the keyboard on a row, as the arrow keys would after some presses. */
    async focusRow(label: string): Promise<void> {
      await row(label).getByRole('gridcell').first().click();
      await expect(row(label)).toHaveClass(/\bon\b/);
    },
    /** Waits until a question is on screen and takes keys. */
    async ready(): Promise<void> {
      await expect(page.locator('.center[aria-busy="false"]')).toBeVisible();
      await expect(grid.locator(':focus')).toHaveCount(1);
    },
    async show(tab: 'To review' | 'Merged' | 'Not duplicates' | 'Skipped'): Promise<void> {
      await queue.locator('.queue-tab').click();
      await page
        .getByRole('menuitemradio', { name: new RegExp(`^${tab}`) })
        .or(page.getByRole('menuitem', { name: new RegExp(`^${tab}`) }))
        .click();
    },
  };
}
