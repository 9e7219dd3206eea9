// Which policies claims and scopes satisfy.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { listSatisfied, loadPolicies, parsePolicies } from '../../../gateway/guard/policies.ts';

const policies = parsePolicies({
  adult: [{ claims: { age: ['adult', 18] } }],
  dealer: [{ scopes: ['dealer:internal'] }, { claims: { roles: ['dealer'] } }],
  'german dealer': [{ scopes: ['dealer:internal'], claims: { country: ['DE'] } }],
});

describe('listSatisfied', () => {
  it.each([
    [[], {}, []],
    [[], { age: 'adult' }, ['adult']],
    [[], { age: 18 }, ['adult']],
    [[], { age: '18' }, []],
    [[], { age: ['child'] }, []],
    [[], { roles: ['buyer', 'dealer'] }, ['dealer']],
    [['dealer:internal'], {}, ['dealer']],
    [['dealer:internal'], { country: 'DE' }, ['dealer', 'german dealer']],
    [[], { country: 'DE' }, []],
  ])('finds for the scopes %j and the claims %j: %j', (scopes, claims, expected) => {
    expect(listSatisfied(policies, scopes, claims)).toEqual(expected);
  });

  it('looks at no claim that the token does not have itself', () => {
    const inherited = parsePolicies({ odd: [{ claims: { constructor: ['x'] } }] });

    expect(listSatisfied(inherited, [], {})).toEqual([]);
  });
});

describe('loadPolicies', () => {
  it.each([
    ['no JSON', '{'],
    ['a policy without conditions', '{"a": []}'],
    ['a condition of nothing', '{"a": [{}]}'],
    ['an unknown condition', '{"a": [{"scope": ["x"]}]}'],
  ])('refuses %s', async (_name, text) => {
    const directory = await mkdtemp(join(tmpdir(), 'policies-'));
    const file = join(directory, 'policies.json');
    await writeFile(file, text);

    await expect(loadPolicies(file)).rejects.toMatchObject({ code: 'POLICIES_UNREADABLE' });

    await rm(directory, { recursive: true });
  });
});
