// What claims make of a caller, by the rules of an issuer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Claims, readClaims, type ScopeRules } from '../../../gateway/guard/claims.ts';
import { parsePolicies } from '../../../gateway/guard/policies.ts';

const readScopes = (claims: Claims, rules: ScopeRules) => {
  const outcome = readClaims({ sub: 'C-0001', ...claims }, rules);
  return outcome.status === 'identified' ? outcome.identity.scopes : outcome.status;
};

describe('readClaims', () => {
  it.each<[string, Claims, ScopeRules, readonly string[]]>([
    ['a text', { scope: 'b  a b' }, { claims: ['scope'] }, ['a', 'b']],
    ['a list', { scp: ['b', 'a'] }, { claims: ['scp'] }, ['a', 'b']],
    ['a path', { realm_access: { roles: ['x'] } }, { claims: ['realm_access.roles'] }, ['x']],
    ['a name with dots', { 'https://a.b/r': ['x'] }, { claims: ['https://a.b/r'] }, ['x']],
    ['several claims', { scope: 'a', scp: 'b' }, { claims: ['scope', 'scp'] }, ['a', 'b']],
    ['no such claim', {}, { claims: ['scope', 'a.b.c'] }, []],
    ['a claim that is no text', { scope: { a: 1 } }, { claims: ['scope', 'scope.a'] }, []],
    ['what every object inherits', {}, { claims: ['constructor.name', '__proto__'] }, []],
    [
      'a map, which drops what it does not know',
      { roles: ['Fleet Manager', 'admin', 'vehicle:read'] },
      { claims: ['roles'], map: new Map([['Fleet Manager', ['vehicle:read', 'cost:read']]]) },
      ['cost:read', 'vehicle:read'],
    ],
  ])('takes scopes from %s', (_what, claims, rules, scopes) => {
    expect(readScopes(claims, rules)).toEqual(scopes);
  });

  it('finds the policies that the claims, and the scopes after the map, satisfy', () => {
    const policies = parsePolicies({
      'dealer of Germany': [{ scopes: ['dealer:internal'], claims: { country: ['DE'] } }],
      'any dealer': [{ claims: { iss: ['https://dealers.example'] } }],
      unmapped: [{ scopes: ['workshop'] }],
    });
    const rules = { claims: ['roles'], map: new Map([['workshop', ['dealer:internal']]]) };
    const claims = { sub: 'D-1', iss: 'https://dealers.example', roles: ['workshop'] };

    const outcomes = [
      readClaims({ ...claims, country: 'DE' }, rules, policies),
      readClaims({ ...claims, country: 'FR' }, rules, policies),
      readClaims({ ...claims, country: 'DE' }, rules),
    ];

    expect(outcomes.map((one) => one.status === 'identified' && one.identity.policies)).toEqual([
      ['dealer of Germany', 'any dealer'],
      ['any dealer'],
      undefined,
    ]);
  });

  it('refuses more scopes than fit into a header, unless a map makes few of them', () => {
    const roles = Array.from({ length: 200 }, (_, index) => `group-${index}`);

    expect(readScopes({ roles }, { claims: ['roles'] })).toBe('refused');
    expect(
      readScopes({ roles }, { claims: ['roles'], map: new Map([['group-7', ['vehicle:read']]]) }),
    ).toEqual(['vehicle:read']);
  });

  it('never gives a scope that is not among the values or the map, nor one that breaks a header', () => {
    const anyRules = fc.record({ claims: fc.array(fc.string(), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), anyRules, (claims, rules) => {
        const scopes = readScopes(claims, rules);

        const given = typeof scopes === 'string' ? [] : scopes;
        expect(given.filter((scope) => !/^[\x21-\x7e]{1,64}$/.test(scope))).toEqual([]);
        expect(
          given.filter(
            (scope) => !JSON.stringify(claims).includes(JSON.stringify(scope).slice(1, -1)),
          ),
        ).toEqual([]);
      }),
    );
  });
});
