// A schema whose texts try to run in the explorer, and pages that try to get at it.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../gateway/config.ts';
import { createGateway } from '../../gateway/create-gateway.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { composeSupergraph } from '../../schema/composition/compose.ts';
import { startTestSubgraph, type TestSubgraph } from '../gateway/test-subgraph.ts';
import { launchBrowser, openExplorer } from './explorer-browser.ts';

const explorerDirectory = join(import.meta.dirname, '../../web/dist');

describe('a hostile schema in the explorer', { timeout: 40_000 }, () => {
  let browser: Browser;
  let subgraph: TestSubgraph;
  let gateway: RunningPart;
  let foreign: Server;
  const foreignRequests: string[] = [];
  beforeAll(async () => {
    foreign = createServer((request, response) => {
      foreignRequests.push(request.url ?? '');
      response.end(`<iframe src="${gateway.url}/"></iframe>`);
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const sdl = describeHostileSchema(urlOf(foreign));
    subgraph = await startTestSubgraph('hostile', sdl, {
      Query: { boom: () => hostileText('data') },
    });
    gateway = await startHostileGateway(subgraph);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    await subgraph.stop();
    foreign.close();
  });

  it('runs nothing and reaches no host from descriptions, reasons, defaults, names and data', async () => {
    const explorer = await openExplorer(browser, gateway.url);
    const { page } = explorer;
    const docs = page.locator('.graphiql-doc-explorer');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();

    const seen: string[] = [];
    for (const link of ['Query', 'boom', 'Kind', 'script_alert_1']) {
      await docs
        .getByText(link, { exact: true })
        .first()
        .click({ timeout: 3_000 })
        .catch(() => undefined);
      const hidden = docs.getByRole('button', { name: /Show Deprecated/ });
      if (await hidden.isVisible()) await hidden.click();
      seen.push(await docs.innerHTML());
    }
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('Control+A');
    // The editor closes the bracket.
    await page.keyboard.insertText('{ boom ');
    await explorer.run(/onerror/);

    const shown = seen.join('\n');
    expect(shown).toContain('&lt;script&gt;');
    expect(shown).not.toMatch(/<script|<img[^>]*onerror|href="javascript:/i);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(foreignRequests).toEqual([]);
    await explorer.close();
  });

  it('is shown in no frame of a foreign page', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));

    await page.goto(urlOf(foreign));
    await expect.poll(() => said.join('\n')).toMatch(/frame-ancestors 'none'/);

    expect(await page.frames()[1]?.locator('#root').count()).toBe(0);
    await page.close();
  });

  it('sends operations to no other host, whatever the address asks for', async () => {
    foreignRequests.length = 0;
    const address = `${gateway.url}/?endpoint=${encodeURIComponent(urlOf(foreign))}&query={boom}`;

    const explorer = await openExplorer(browser, address);

    expect(foreignRequests).toEqual([]);
    expect(explorer.requestedUrls.filter((url) => !url.startsWith(gateway.url))).toEqual([]);
    await explorer.close();
  });
});

/** Markup and Markdown that would set `window.ran` if any of it came to run. */
function hostileText(place: string, foreignUrl = 'http://127.0.0.1:9'): string {
  return [
    `<script>window.ran='${place}'</script>`,
    `<img src=x onerror=window.ran='${place}'>`,
    `[link](javascript:window.ran='${place}')`,
    `<a href=javascript:window.ran='${place}'>x</a>`,
    `![i](${foreignUrl}/${place}.png)`,
  ].join(' ');
}

function describeHostileSchema(foreignUrl: string): string {
  const text = (place: string) => JSON.stringify(hostileText(place, foreignUrl));
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    ${text('type')}
    type Query {
      ${text('field')}
      boom(
        ${text('argument')} text: String = ${text('default')}
        kind: Kind = script_alert_1
      ): String
      old: String @deprecated(reason: ${text('reason')})
      kind: Kind
    }
    ${text('enum')}
    enum Kind {
      ${text('value')} script_alert_1
      javascript_ @deprecated(reason: ${text('value reason')})
      constructor
    }`;
}

async function startHostileGateway({ name, url, sdl }: TestSubgraph): Promise<RunningPart> {
  const composed = composeSupergraph([{ name, url, sdl }]);
  if (composed.status === 'failed') throw new Error(JSON.stringify(composed.errors));
  return createGateway({
    config: parseGatewayConfig({ MARQUE_PORT: '0', MARQUE_ENVIRONMENT: 'local' }),
    supergraphSdl: composed.supergraphSdl,
    subgraphs: [{ name, url, sdl }],
    explorerDirectory,
    log: silentLog,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newCorrelationId: randomUUID,
  }).start();
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
