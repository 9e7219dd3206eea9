// What the REST services say about configurations, asked for one by one, past the graph.
import { find, indexBy, inner, innerList, pick, type Row } from './row-selection.ts';
import { sample } from './samples.ts';
import type { StackUnderTest } from './stack-under-test.ts';

/** Asks the services of a started stack. */
export class ConfigurationOracle {
  readonly #stack: StackUnderTest;

  constructor(stack: StackUnderTest) {
    this.#stack = stack;
  }

  async initialConfiguration(variant: string): Promise<Row> {
    const path = `/v1/initial-configurations/batch?ids=${variant}&market=${sample.market}`;
    return inner(await this.#stack.getOne('options', path), 'configuration');
  }

  async configurationById(id: string): Promise<Row> {
    return await this.#stack.getOne('options', `/v1/configurations/batch?ids=${id}`);
  }

  #itemIdsOf(configuration: Row): string[] {
    const { variantId, market, selection } = configuration;
    return (selection as string[]).map((code) => `${String(variantId)}~${String(market)}~${code}`);
  }

  async itemsOf(configuration: Row): Promise<readonly Row[]> {
    const ids = this.#itemIdsOf(configuration);
    const { items } = await this.#stack.getRows('options', `/v1/items/batch?ids=${ids.join(',')}`);
    const byId = indexBy(items, 'id');
    return ids.map((id) => find(byId, id));
  }

  itemPricesOf(configuration: Row) {
    return this.itemPrices(this.#itemIdsOf(configuration));
  }

  async itemPrices(ids: readonly string[]) {
    const rows: Row[] = [];
    for (let start = 0; start < ids.length; start += 100) {
      const chunk = ids.slice(start, start + 100).join(',');
      const path = `/v1/item-prices/batch?ids=${chunk}&at=${this.#stack.today}`;
      rows.push(...(await this.#stack.getRows('pricing', path)).items);
    }
    return indexBy(rows, 'id');
  }

  async wltpOf(configuration: Row): Promise<Row> {
    const { id, variantId, market, selection } = configuration;
    const { items } = await this.#stack.postRows('vehicle', '/v1/wltp-calculations', {
      items: [{ configurationId: id, variantId, market, selection }],
    });
    return items[0] ?? {};
  }

  async priceOf(configuration: Row, wltp: Row): Promise<Row> {
    const { id, variantId, market, pricedSelection } = configuration;
    const { items } = await this.#stack.postRows('pricing', '/v1/price-calculations', {
      items: [
        {
          key: id,
          variantId,
          market,
          at: this.#stack.today,
          selection: pricedSelection,
          co2GramsPerKm: wltp['co2GramsPerKm'],
          massKg: wltp['massKg'],
          gasGuzzlerMpg: wltp['gasGuzzler'] ? wltp['epaCombinedMpg'] : null,
          scope: 'FULL',
        },
      ],
    });
    return items[0] ?? {};
  }

  async describeAlternative(alternative: Row): Promise<Row> {
    const configuration = inner(alternative, 'configuration');
    const wltp = await this.wltpOf(configuration);
    const price = await this.priceOf(configuration, wltp);
    return {
      added: innerList(alternative, 'added').map((item) => pick(item, 'code name')),
      removed: innerList(alternative, 'removed').map((item) => pick(item, 'code name')),
      priceDifference: alternative['priceDifference'],
      configuration: {
        ...pick(configuration, 'id selection'),
        wltp: pick(wltp, 'co2GramsPerKm'),
        price: {
          total: price['total'],
          lines: innerList(price, 'lines').map((line) => pick(line, 'kind code amount')),
        },
      },
    };
  }

  /** Tries the selectables one by one until a change conflicts. */
  async findConflict(): Promise<{ configuration: string; add: string[] }> {
    const change = await this.#firstChange('CONFLICT');
    return { configuration: String(change['configurationId']), add: [String(change['tried'])] };
  }

  async findFreeOption(configuration: Row): Promise<string> {
    const change = await this.#firstChange('APPLIED', configuration);
    return String(change['tried']);
  }

  async #firstChange(status: string, from?: Row): Promise<Row> {
    const configuration = from ?? (await this.initialConfiguration(sample.variant));
    for (const code of await this.#selectableCodes(configuration)) {
      const { items } = await this.#stack.postRows('options', '/v1/configuration-changes', {
        items: [{ configurationId: configuration['id'], add: [code], remove: [] }],
      });
      if (items[0]?.['status'] === status) return { ...items[0], tried: code };
    }
    throw new Error(`no single option of ${sample.variant} gives ${status}`);
  }

  async #selectableCodes(configuration: Row): Promise<string[]> {
    const selected = new Set(configuration['selection'] as string[]);
    const { items } = await this.#stack.getOne<{ items: readonly Row[] }>(
      'options',
      `/v1/selectables/batch?ids=${sample.variant}&market=${sample.market}`,
    );
    return items.map((item) => String(item['code'])).filter((code) => !selected.has(code));
  }

  /** Adds what can be added until there are forty items. */
  async configurationOfForty(): Promise<string> {
    let configuration = await this.initialConfiguration(sample.variant);
    for (const code of await this.#selectableCodes(configuration)) {
      if ((configuration['selection'] as string[]).length >= 40) break;
      const { items } = await this.#stack.postRows('options', '/v1/configuration-changes', {
        items: [{ configurationId: configuration['id'], add: [code], remove: [] }],
      });
      const applied = items[0]?.['applied'];
      if (applied) configuration = inner(applied, 'configuration');
    }
    return String(configuration['id']);
  }
}
