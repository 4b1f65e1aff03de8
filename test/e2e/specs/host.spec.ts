import type { Page } from '@playwright/test';
import { expect, test } from '../app.ts';

/** What the page hears first on its next socket: the host's welcome, or the code it closes with. */
async function nextGreeting(page: Page, act: () => Promise<unknown>): Promise<string> {
  const socket = page.waitForEvent('websocket');
  const opened = act();
  const greeting = await (await socket).waitForEvent('framereceived').then(
    ({ payload }) => String(payload),
    () => 'closed without a word',
  );
  await opened;
  return greeting.replace(/"sessionKey":"[\w-]{43}"/, '"sessionKey":"…"');
}

test.describe('the loopback window', () => {
  test.beforeEach(({ page }, { project }) => {
    void page;
    test.skip(project.name !== 'loopback', 'Electron has no address and no socket');
  });

  test('takes the launch token out of its address and its history', async ({ page, app }) => {
    await expect.poll(() => page.url()).not.toContain('launch');
    const browser = await page.context().newCDPSession(page);
    const { entries } = await browser.send('Page.getNavigationHistory');
    expect(entries.filter(({ url }) => url.includes('launch'))).toEqual([]);
    expect(entries.length).toBeGreaterThan(0);
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.values(window.localStorage), Object.values(window.sessionStorage)]),
    );
    expect(kept).not.toContain(new URL(app.address ?? '').hash.split('=')[1]);
  });

  test('connects again after a reload, with the key that stays in its tab', async ({ page }) => {
    await expect.poll(() => page.evaluate(() => window.sessionStorage.length)).toBe(1);
    expect(await nextGreeting(page, () => page.reload())).toBe('{"welcome":{"sessionKey":"…"}}');
  });

  test('is the only one that its address opens', async ({ page, app, browser }) => {
    await expect.poll(() => page.evaluate(() => window.sessionStorage.length)).toBe(1);
    const stranger = await browser.newPage();
    expect(await nextGreeting(stranger, () => stranger.goto(app.address ?? ''))).toBe('closed without a word');
    await stranger.close();
  });

  test('takes its app with it when it is closed', async ({ page, app }) => {
    await expect.poll(() => page.evaluate(() => window.sessionStorage.length)).toBe(1);
    await page.close();
    expect(await app.ended).toBe(0);
  });
});

test('the window runs no code and reaches no address that is not its own', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    const tried = async (act: () => unknown): Promise<string> => {
      try {
        await act();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    return {
      inlineScript: await tried(() => {
        const script = document.createElement('script');
        script.textContent = 'window.taken = true';
        document.body.append(script);
      }),
      markup: await tried(() => {
        document.createElement('div').innerHTML = '<img src=x onerror="window.taken = true">';
      }),
      evaluated: await tried(() => Reflect.apply(window.setTimeout, window, ['window.taken = true', 0])),
      fetched: await tried(() => fetch('https://example.com/')),
      local: await tried(() => fetch('http://127.0.0.1:9/')),
      taken: 'taken' in window,
    };
  });
  expect(outcome).toEqual({
    inlineScript: 'TypeError',
    markup: 'TypeError',
    evaluated: 'TypeError',
    fetched: 'TypeError',
    local: 'TypeError',
    taken: false,
  });
});

test('the window starts and reloads without a complaint in its console', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.reload();
  await expect(page).toHaveTitle(/.+/);
  expect(complaints).toEqual([]);
});
