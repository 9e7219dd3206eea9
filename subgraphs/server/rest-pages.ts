// Lists that are answered whole in the graph though REST pages them.
import { createContractError } from './rest-errors.ts';
import type { RestRequest } from './rest-exchange.ts';
import type { RestClient } from './rest-client.ts';
import type { RestGet } from './rest-reads.ts';
import { type Page, pageOf } from './rest-schema.ts';

const pageSize = 100;
const maxPages = 20;

/** Reads every page of a list, one after the other; at most 2,000 rows. */
export async function readAllPages<Row>(
  client: RestClient,
  service: string,
  request: RestRequest,
  { resource, query, schema }: Pick<RestGet<Row>, 'resource' | 'query' | 'schema'>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let pageToken: string | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page: Page<Row> | null = await client.get(request, {
      resource,
      query: { ...query, limit: pageSize, pageToken },
      schema: pageOf(schema),
    });
    rows.push(...(page?.items ?? []));
    if (!page?.nextPageToken) return rows;
    pageToken = page.nextPageToken;
  }
  // A list without an end.
  throw createContractError(service);
}
