// Our gateway with as little of the guard as there can be, and with all of it: for an app by its key, and for a user
// by a token as well.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';

import { runProgram } from '../machine/run-program.ts';
import type { Contestant, ContestantSetup, PreparedContestant } from './contestant.ts';
import { ourGateway, prepareOurs } from './gateways.ts';

/** Ids of the three. */
export const guardIds = { off: 'guard-off', key: 'guard-key', token: 'guard-token' } as const;

const issuer = 'bench';
const audience = 'marque';
// So much that nothing is refused: what is measured is the counting.
const perMinute = '100000000';

/** They take part only where they are asked for. */
export const guardContestants: readonly Contestant[] = [
  {
    ...ourGateway,
    id: guardIds.off,
    name: 'marque, anonymous, no budgets',
    prepare: prepareOurs({ MARQUE_COST_MODE: 'off', MARQUE_REST_BUDGET_MODE: 'off' }),
  },
  {
    ...ourGateway,
    id: guardIds.key,
    name: 'marque, key, limits and budgets',
    prepare: prepareGuarded,
  },
  {
    ...ourGateway,
    id: guardIds.token,
    name: 'marque, the same and a token',
    prepare: prepareGuardedByToken,
  },
];

async function prepareGuarded(
  setup: ContestantSetup,
  settings: Readonly<Record<string, string>> = {},
): Promise<PreparedContestant> {
  const identity = {
    MARQUE_KEYS_FILE: join(setup.workDirectory, 'keys.json'),
    MARQUE_KEY_PEPPER: randomBytes(32).toString('base64url'),
  };
  const command = await prepareOurs({
    ...identity,
    ...settings,
    MARQUE_COST_MODE: 'enforce',
    MARQUE_COST_LIMIT: perMinute,
    MARQUE_REST_BUDGET_MODE: 'enforce',
    MARQUE_REST_BUDGET: perMinute,
  })(setup);
  return { ...command, requestHeaders: { 'x-api-key': await createKey(setup, identity) } };
}

async function prepareGuardedByToken(setup: ContestantSetup): Promise<PreparedContestant> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keySetFile = join(setup.workDirectory, 'jwks.json');
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256' };
  await writeFile(keySetFile, JSON.stringify({ keys: [key] }));
  const token = await new SignJWT({ scope: 'vehicle:read' })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('bench')
    .setExpirationTime('1d')
    .sign(privateKey);
  const guarded = await prepareGuarded(setup, {
    MARQUE_JWKS_FILE: keySetFile,
    MARQUE_TOKEN_ISSUER: issuer,
    MARQUE_TOKEN_AUDIENCE: audience,
  });
  const requestHeaders = { ...guarded.requestHeaders, authorization: `Bearer ${token}` };
  return { ...guarded, requestHeaders };
}

/** As one would by hand: the command line prints the key alone. */
async function createKey(
  { node, rootDirectory }: ContestantSetup,
  identity: Readonly<Record<string, string>>,
): Promise<string> {
  const limits = ['--requests', perMinute, '--cost', perMinute, '--rest-calls', perMinute];
  const args = ['--import', 'tsx', 'cli/main.ts', 'key', 'create', 'bench', '--json', ...limits];
  const { code, output } = await runProgram(node, args, rootDirectory, identity);
  if (code !== 0) throw new Error(`The key cannot be made: ${output}`);
  return (JSON.parse(output) as { readonly key: string }).key;
}
