// The explorer as its user meets it: real Chromium, the real stack behind the page.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { launchBrowser, openExplorer, type OpenExplorer } from './explorer-browser.ts';
import { useStack } from './stack-under-test.ts';

// Generous: other tests share the machine. docs/explorer.md has the measured time.
const maxEditorReadyMs = 20_000;

describe('the explorer', { timeout: 40_000 }, () => {
  const stack = useStack();
  let browser: Browser;
  let explorer: OpenExplorer | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await explorer?.close();
    explorer = undefined;
  });
  afterAll(async () => {
    await browser.close();
  });

  it('is ready to be typed into at once, asks no other host, and breaks no policy', async () => {
    const startedAtMs = performance.now();

    explorer = await openExplorer(browser, stack.url);
    const readyInMs = performance.now() - startedAtMs;
    await explorer.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await explorer.page.getByText('Root Types').waitFor();

    expect(await explorer.page.title()).toBe('marque · explorer');
    expect(readyInMs).toBeLessThan(maxEditorReadyMs);
    expect(explorer.requestedUrls.filter((url) => !url.startsWith(`${stack.url}/`))).toEqual([]);
    expect(await explorer.problems()).toEqual([]);
  });

  it('runs a prepared operation with its variables and headers, and says what it cost', async () => {
    explorer = await openExplorer(browser, stack.url);
    const { page } = explorer;
    const sent = page.waitForRequest(
      (request) => request.postDataJSON()?.operationName === 'SearchModelVariants',
    );

    await page.getByRole('button', { name: /^Search / }).click();
    const answer = await explorer.run(/searchModelVariants/);
    const request = await sent;

    expect(answer).not.toContain('"errors"');
    expect(request.postDataJSON().variables).toMatchObject({ market: expect.any(String) });
    expect(request.headers()).toMatchObject({
      'x-marque-market': 'DE',
      'x-marque-language': 'de',
      'x-marque-price-date': expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      'x-marque-brand': 'bmw',
    });
    expect(request.headers()).not.toHaveProperty('authorization');
    expect(await page.locator('.cost-line').textContent()).toMatch(
      /^2 fetches · 2 REST calls · \d+ ms/,
    );
    expect(await explorer.problems()).toEqual([]);
  });

  it('opens an operation once, and goes back to its tab', async () => {
    explorer = await openExplorer(browser, stack.url);
    const { page } = explorer;
    const tabs = page.locator('.graphiql-tab-button');

    await page.getByRole('button', { name: /^Compare / }).click();
    await page.getByRole('button', { name: /^Markets / }).click();
    await page.getByRole('button', { name: /^Compare / }).click();

    expect(await tabs.allTextContents()).toEqual(['Markets', 'CompareModelVariants']);
    expect(await page.locator('[aria-current=true] .picker-title').textContent()).toBe('Compare');
  });

  it('signs in as the developer, runs the garage, and keeps the token nowhere', async () => {
    explorer = await openExplorer(browser, stack.url);
    const { page } = explorer;
    await page.getByRole('button', { name: /^Garage/ }).click();
    const anonymous = await explorer.run(/errors/);
    const asked = page.waitForRequest(
      (request) => request.headers()['authorization'] !== undefined,
    );

    await page.getByRole('button', { name: 'Sign in as developer' }).click();
    await page.getByText('signed in as C-0001').waitFor();
    const answer = await explorer.run(/serviceStatus/);
    const token = (await asked).headers()['authorization']?.replace('Bearer ', '') ?? '';
    // GraphiQL writes its tabs down half a second after a change.
    await expect.poll(() => explorer?.storedText()).toContain('Garage');

    expect(anonymous).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(answer).toContain('mileageKm');
    expect(token.length).toBeGreaterThan(50);
    expect(await explorer.storedText()).not.toContain(token.slice(0, 30));
    expect(await explorer.storedText()).not.toContain('x-marque-market');
    expect(explorer.requestedUrls.join('\n')).not.toContain(token.slice(0, 30));
    expect(await page.content()).not.toContain(token.slice(0, 30));

    await page.getByRole('button', { name: 'sign out' }).click();
    expect(await explorer.run(/errors/)).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(await explorer.problems()).toEqual([]);
  });

  it('forgets the sign-in when the page is loaded again, and keeps the tabs', async () => {
    explorer = await openExplorer(browser, stack.url);
    const { page } = explorer;
    await page.getByRole('button', { name: /^Compare / }).click();
    await page.getByRole('button', { name: 'Sign in as developer' }).click();
    await page.getByText('signed in as C-0001').waitFor();
    await expect.poll(() => explorer?.storedText()).toContain('CompareModelVariants');

    await page.reload();
    await page.getByRole('button', { name: 'Sign in as developer' }).waitFor();

    expect(await page.locator('.graphiql-tab-button').allTextContents()).toContain(
      'CompareModelVariants',
    );
  });

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(21, 27, 33)'],
  ] as const)('follows a %s system, until another theme is chosen', async (colorScheme, color) => {
    explorer = await openExplorer(browser, stack.url, { colorScheme });
    const { page } = explorer;
    const backgroundOf = () =>
      page.evaluate<string>("getComputedStyle(document.querySelector('.top-bar')).backgroundColor");
    const followed = await backgroundOf();

    await page.getByLabel('Theme').selectOption(colorScheme === 'light' ? 'dark' : 'light');

    expect(followed).toBe(color);
    expect(await backgroundOf()).not.toBe(color);
    const classes = (await page.locator('.monaco-editor').first().getAttribute('class')) ?? '';
    expect(classes.split(' ')).toContain(colorScheme === 'light' ? 'vs-dark' : 'vs');
  });

  it('fits a page of 390 px, with the operations in a drawer that the keyboard opens and closes', async () => {
    explorer = await openExplorer(browser, stack.url, { viewport: { width: 390, height: 844 } });
    const { page } = explorer;
    const drawer = page.getByRole('navigation', { name: 'Operations' });
    const isHiddenAtFirst = await drawer.isHidden();

    await page.getByRole('button', { name: 'Operations' }).focus();
    await page.keyboard.press('Enter');
    await drawer.waitFor();
    await page.getByLabel('Find an operation').fill('compare');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await drawer.waitFor({ state: 'hidden' });
    const answer = await explorer.run(/"data"/);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('Root Types').waitFor();

    expect(isHiddenAtFirst).toBe(true);
    expect(answer).not.toContain('"errors"');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await explorer.problems()).toEqual([]);
  });
});
