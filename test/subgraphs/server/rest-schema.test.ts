// Schemas of REST rows as checks see them.
import { describe, expect, it } from 'vitest';

import { createObjectSchema, pageOf } from '../../../subgraphs/server/rest-schema.ts';

describe('pageOf', () => {
  it('is one schema for one kind of row, since each is compiled', () => {
    const row = { jsonSchema: createObjectSchema({ id: { type: 'string' } }) };
    const other = { jsonSchema: createObjectSchema({ id: { type: 'integer' } }) };

    expect(pageOf(row).jsonSchema).toBe(pageOf(row).jsonSchema);
    expect(pageOf(other).jsonSchema).not.toBe(pageOf(row).jsonSchema);
  });
});
