// Which subgraphs are asked with AWS's Signature Version 4, as part of the gateway's configuration.
import { z } from 'zod';

import {
  ConfigurationError,
  plainText,
  variable,
  type Variables,
} from '../../runtime/configuration.ts';

/** Which requests are signed, and as whom. */
export interface SigningConfig {
  /** In their order; the first that fits a subgraph holds. */
  readonly rules: readonly SigningRule[];
  readonly credentials: SigningCredentials;
}

/** How the requests to some subgraphs are signed. */
export interface SigningRule {
  /** A subgraph's name, or its host with `*` for what a label holds. */
  readonly target: string;
  readonly service: SignedService;
  readonly region: string;
}

/** A function URL with IAM, or API Gateway. */
export type SignedService = 'lambda' | 'execute-api';

/** Who signs. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role; long-lived keys have none. */
  readonly sessionToken?: string | undefined;
}

/** The variables by their names; those of AWS are as its functions have them. */
export const signingVariables = {
  MARQUE_AWS_SIGNING: variable(
    signingRules().optional(),
    "Subgraphs that are asked with AWS's Signature Version 4: a name or a host, in which `*` stands for a part between dots, with service and region, such as `pricing=lambda:eu-central-1,*.execute-api.eu-west-1.amazonaws.com=execute-api:eu-west-1`. None without it.",
  ),
  AWS_ACCESS_KEY_ID: variable(plainText().optional(), 'Who signs; needed with MARQUE_AWS_SIGNING.'),
  AWS_SECRET_ACCESS_KEY: variable(
    plainText().describe('secret').optional(),
    'The secret of this key.',
  ),
  AWS_SESSION_TOKEN: variable(
    plainText().describe('secret').optional(),
    'The token of a session, where the key is that of a role.',
  ),
} as const satisfies Variables;

/**
 * Reads what the variables say; `undefined`: nothing is signed.
 *
 * @throws CodedError `CONFIGURATION_INVALID` without a key, or for a name that no subgraph has.
 */
export function readSigning(
  read: {
    readonly MARQUE_AWS_SIGNING?: readonly SigningRule[] | undefined;
    readonly AWS_ACCESS_KEY_ID?: string | undefined;
    readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
    readonly AWS_SESSION_TOKEN?: string | undefined;
  },
  subgraphNames: readonly string[],
): SigningConfig | undefined {
  const { MARQUE_AWS_SIGNING: rules } = read;
  if (!rules) return undefined;
  const unknown = rules.filter(
    ({ target }) => !target.includes('.') && !subgraphNames.includes(target),
  );
  const faults = unknown.map(
    ({ target }) => `MARQUE_AWS_SIGNING names ${target}, which is no subgraph.`,
  );
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = read;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    faults.push(
      'MARQUE_AWS_SIGNING needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to sign with.',
    );
    throw new ConfigurationError(faults);
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    rules,
    credentials: { accessKeyId, secretAccessKey, sessionToken: read.AWS_SESSION_TOKEN },
  };
}

const ruleForm = /^([\w.*-]{1,255})=(lambda|execute-api):([a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2})$/;

function signingRules() {
  const expected =
    'expected subgraphs with service and region, such as pricing=lambda:eu-central-1';
  const read = z.string({ error: expected }).transform((text, context): readonly SigningRule[] => {
    const rules: SigningRule[] = [];
    for (const item of text.split(',')) {
      const [, target, service, region] = ruleForm.exec(item.trim()) ?? [];
      if (target === undefined || service === undefined || region === undefined) {
        context.issues.push({ code: 'custom', message: expected, input: undefined });
        return z.NEVER;
      }
      rules.push({ target: target.toLowerCase(), service: service as SignedService, region });
    }
    return Object.freeze(rules);
  });
  return read.describe('subgraphs with service and region');
}
