import type { Page } from '@playwright/test';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../pages/accessible.ts';
import { bookWith, reviewOf } from '../pages/books.ts';
import { modelsScreen } from '../pages/models.ts';
import { shell } from '../pages/shell.ts';
import { copiedOrders, manyCopies, threeSystems } from '../stories.ts';

/** Nora's deal names her order, so the machine joins something. No bar is higher than the highest: with it nothing is joined. */
async function prepareHighBar(page: Page): Promise<number> {
  const models = modelsScreen(page);
  await models.go('Thresholds');
  const figures = models.counts(/^Joined by the machine/);
  await expect(figures.nth(1)).toHaveText(/^[1-9]\d*$/);
  const joined = Number(await figures.nth(0).innerText());
  await models.slider(/Named by a reference/).press('End');
  await models.slider(/Joined by itself/).press('End');
  await expect(figures.nth(1)).toHaveText('0');
  await page.getByRole('button', { name: 'Prepare this model' }).click();
  await expect(models.heading).toHaveText('Model 2');
  return joined;
}

test('a threshold is counted, prepared, tried on the book, adopted, and taken back', async ({ page }) => {
  const app = shell(page);
  const models = modelsScreen(page);
  await bookWith(page, threeSystems());
  await models.open();
  await expect(models.heading).toHaveText('Model 1 is in force');
  const orders = await app.count('Orders');
  const joined = await prepareHighBar(page);
  await expect(page.getByRole('row', { name: /^Join by reference/ }).first()).toContainText('+40.0');

  await page.getByRole('button', { name: 'Try on the whole book' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  const parted = page.getByRole('button', { name: `Newly parted · ${joined}` });
  await expect(parted).toBeVisible({ timeout: 30_000 });
  await parted.click();
  await expect(page.getByRole('grid', { name: 'Newly parted' })).toContainText('Order #2001');
  await expect(page.getByText(/^\$[\d.,]+ → \$[\d.,]+$/)).toBeVisible();
  expect(await app.count('Orders')).toBe(orders);

  await page.getByRole('button', { name: 'Adopt…' }).click();
  await app.dialog('Adopt model 2?').getByRole('button', { name: 'Adopt', exact: true }).click();
  await expect(models.heading).toHaveText('Model 2 is in force');
  await expect.poll(() => app.count('Orders')).toBe(orders + joined);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(models.heading).toHaveText('Model 1 is in force');
  await expect.poll(() => app.count('Orders')).toBe(orders);
  await app.go('Change log');
  await expect(page.getByRole('grid', { name: 'Change log' })).toContainText('Model adopted');
});

test('a book teaches its own weights without an answer: what that rests on, tried, kept with the book, adopted', async ({
  page,
}) => {
  const app = shell(page);
  const models = modelsScreen(page);
  await bookWith(page, copiedOrders(90, 70));
  await models.open();
  await page.getByRole('button', { name: 'Learn from records' }).click();
  await expect(models.heading).toHaveText('Model 2', { timeout: 30_000 });
  const rests = page.getByRole('region', { name: 'What it rests on' });
  await expect(rests).toContainText('References link 70 pairs');
  await expect(rests.getByRole('row', { name: /^Reference/ })).toContainText('Kept as shipped');
  await expect(rests.getByRole('row', { name: /^Total/ })).toContainText('Learnt here');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try on the whole book' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  const parted = page.getByRole('button', { name: 'Newly parted · 0' });
  await expect(parted).toBeVisible({ timeout: 30_000 });
  // A window that opens anew reads it from the book.
  await page.reload();
  await expect(parted).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Adopt…' }).click();
  await app.dialog('Adopt model 2?').getByRole('button', { name: 'Adopt', exact: true }).click();
  await expect(models.heading).toHaveText('Model 2 is in force');
});

test('ten answers that surprise it teach; ten that do not are told so, with what would help', async ({ page }) => {
  test.slow();
  const models = modelsScreen(page);
  const app = shell(page);
  const review = await reviewOf(page, manyCopies(22));
  const answer = async (key: 'Enter' | 'n') => {
    const waiting = await app.count('Duplicates');
    await review.ready();
    await page.keyboard.press(key);
    await expect.poll(() => app.count('Duplicates')).toBe(waiting - 1);
  };
  for (let answered = 0; answered < 10; answered++) await answer('Enter');
  await models.open();
  await page.getByRole('button', { name: 'Learn from answers' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Your answers agree with the model in force' })).toContainText(
    'Thresholds',
  );
  await app.go('Duplicates');
  for (let answered = 0; answered < 10; answered++) await answer('n');
  await models.open();
  await page.getByRole('button', { name: 'Learn from answers' }).click();
  await expect(models.heading).toHaveText('Model 2');
  await expect(page.getByText(/^Of 20 answers the model it was learnt from foretells/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Before comparing/ }).first()).toContainText('−');
});

test('too little to learn from is said, and nothing is prepared', async ({ page }) => {
  const models = modelsScreen(page);
  await bookWith(page, threeSystems());
  await models.open();
  await page.getByRole('button', { name: 'Learn from records' }).click();
  await expect(page.getByText(/References hold one pair of records of this book together/).first()).toBeVisible({
    timeout: 30_000,
  });
  await expect(models.nav.getByRole('link', { name: /^Model/ })).toHaveCount(1);
});

test('a link is looked at by keyboard; precision is counted with its interval and can be taken back', async ({ page }) => {
  const models = modelsScreen(page);
  await bookWith(page, threeSystems());
  await models.open();
  await models.go('Precision');
  await expect(page.getByText('nothing is known')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Is this one sale?' })).toContainText('Order #200');
  await page.keyboard.press('y');
  await expect(page.getByText(/^Right in 1 of 1 link: between \d+\.\d% and 100%/)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('nothing is known')).toBeVisible();
});

test('why two orders are not joined: chosen by what people remember of them, or from the question itself', async ({ page }) => {
  const models = modelsScreen(page);
  await bookWith(page, threeSystems());
  await models.open();
  await models.go('Why not?');
  await models.pick('One order', '2001');
  await models.pick('The other', 'SO-20002');
  await expect(page.getByRole('heading', { name: /^(Not joined|Never compared)/ })).toBeVisible();
  await expect(page.getByRole('list').filter({ hasText: 'Before comparing' })).toContainText('bits');

  await shell(page).go('Duplicates');
  await page.getByRole('link', { name: 'Why does the machine not join them?' }).click();
  await expect(models.heading.first()).toHaveText('Why are these two not joined?');
  await expect(page.getByText('What would change it:')).toBeVisible();
});

test('the queue asks first what settles most', async ({ page }) => {
  await bookWith(page, threeSystems());
  await shell(page).go('Duplicates');
  await page.keyboard.press('f');
  await page.getByLabel('Order', { exact: true }).selectOption('What settles most first');
  await page.keyboard.press('Escape');
  const chip = page.getByRole('button', { name: 'Remove filter: What settles most first' });
  await expect(chip).toBeVisible();
  await chip.click();
  await expect(chip).toBeHidden();
  await modelsScreen(page).open();
  await page.getByRole('link', { name: 'Answer what settles most' }).click();
  await expect(chip).toBeVisible();
  await expect(page.getByRole('region', { name: 'Queue' }).getByRole('listitem').first()).toBeVisible();
});

/** Walks through every page of the Models screen of a small book, and hands each to `look`. */
async function everyPage(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const models = modelsScreen(page);
  await bookWith(page, threeSystems());
  await models.open();
  await look('weights');
  await prepareHighBar(page);
  await look('a prepared model');
  await models.go('Thresholds');
  // By key: in a small window a message may lie over it for a while.
  await page.getByText('As a table').press('Enter');
  await look('thresholds');
  await models.go('Precision');
  await expect(page.getByRole('region', { name: 'Is this one sale?' })).toBeVisible();
  await look('precision');
  await models.go('Runs');
  await look('runs');
  await models.go('Why not?');
  await page.getByRole('combobox', { name: 'One order' }).fill('20');
  await expect(page.getByRole('option').first()).toBeVisible();
  await look('why not, choosing');
  await models.pick('One order', '2001');
  await models.pick('The other', 'SO-20002');
  await expect(page.getByText('What would change it:')).toBeVisible();
  await look('why not');
  await models.nav.getByRole('link', { name: /^Model 2/ }).click();
  await page.getByRole('button', { name: 'Try on the whole book' }).click();
  await look('back-test, before');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByRole('button', { name: /^Newly parted/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Newly parted/ }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await look('back-test');
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe objects to nothing on any page', async ({ page }) => {
      test.slow();
      await everyPage(page, (name) => test.step(name, () => expectAccessible(page)));
    });
  });
}

test.describe('in a small window', () => {
  test.use({ viewport: { width: 1024, height: 700 } });

  test('nothing hangs over an edge', async ({ page }) => {
    await everyPage(page, async (name) => {
      const over = await page.evaluate(() => {
        const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
        const main = document.querySelector('.models-main');
        return {
          right: scrollWidth - clientWidth,
          below: scrollHeight - clientHeight,
          inside: main === null ? 0 : main.scrollWidth - main.clientWidth,
        };
      });
      expect(over, name).toEqual({ right: 0, below: 0, inside: 0 });
    });
  });
});
