// Chromium with the explorer open in it, watched for everything that must not happen.
import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** An open page and what was seen on it. */
export interface OpenExplorer {
  readonly page: Page;
  /** Policy violations, errors in the console and uncaught ones. */
  problems(): Promise<readonly string[]>;
  /** URLs of all requests. */
  readonly requestedUrls: readonly string[];
  /** What the browser keeps for the page, as one text. */
  storedText(): Promise<string>;
  /** Runs what is in the active tab and gives the answer's text once it holds `expected`. */
  run(expected: RegExp): Promise<string>;
  close(): Promise<void>;
}

const violationCollector = `
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
`;

/** Starts the browser that the tests need, wherever it is on the PATH. */
export function launchBrowser(): Promise<Browser> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const executablePath = folders.map((folder) => join(folder, 'chromium')).find(isThere);
  return chromium.launch({ executablePath: executablePath ?? '/usr/bin/chromium' });
}

/** Opens the explorer in a fresh profile and waits until its editor can be typed into. */
export async function openExplorer(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenExplorer> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  const requestedUrls: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  context.on('request', (request) => requestedUrls.push(request.url()));
  await page.addInitScript(violationCollector);
  await page.goto(url);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();

  return {
    page,
    requestedUrls,
    problems: async () => [...errors, ...(await page.evaluate<string[]>('window.violations'))],
    storedText: () =>
      page.evaluate(
        'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
      ),
    async run(expected) {
      await page.getByRole('button', { name: /^Execute query/ }).click();
      const answer = page.locator('.result-window');
      await answer.filter({ hasText: expected }).waitFor();
      return (await answer.textContent()) ?? '';
    },
    close: () => context.close(),
  };
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
