// Decides before anything else whether an operation is worked on; remembers documents it has seen.
import { type DocumentNode, getOperationAST, OperationTypeNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { ErrorCode } from '../errors.ts';
import type { BatchTally } from './batch-tally.ts';
import {
  checkOperationLimits,
  noSizes,
  type OperationLimits,
  type OperationSizes,
} from './operation-limits.ts';
import { checkVariableLimits, type VariableLimits } from './variable-limits.ts';

/** Why an operation is refused; absent where it is let through. */
export interface GateRefusal {
  readonly code: ErrorCode;
  readonly message?: string | undefined;
}

/** The gate in front of the engines. */
export interface OperationGate {
  /**
   * Checks limits and what is not supported. What is not well-formed is let through to be refused. An
   * operation of a batch is counted into the batch's tally, too.
   */
  check(input: GateInput, tally?: BatchTally): GateRefusal | undefined;
}

interface GateInput {
  readonly query?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: unknown;
}

interface Verdict {
  readonly refusal?: GateRefusal | undefined;
  readonly document?: DocumentNode | undefined;
  readonly sizes?: OperationSizes | undefined;
}

const maxRememberedBytes = 16 * 1_024 ** 2;
// A parsed document takes several times the memory of its text.
const bytesPerCharacter = 30;

/** Creates the gate. */
export function createOperationGate(
  limits: OperationLimits,
  variables: VariableLimits,
): OperationGate {
  const verdicts = new LRUCache<string, Verdict>({
    maxSize: maxRememberedBytes,
    sizeCalculation: (_verdict, query) => (query.length + 1) * bytesPerCharacter,
  });
  return {
    check(input, tally) {
      const values = checkVariableLimits(input.variables, variables);
      if (values === 'too deep') return { code: 'MAX_DEPTH_LIMIT', message: describe(variables) };
      if (typeof values === 'string')
        return { code: 'BAD_USER_INPUT', message: describe(variables) };
      if (input.query === undefined) return tally?.add(noSizes, values);

      let verdict = verdicts.get(input.query);
      if (!verdict) {
        verdict = judge(input.query, limits);
        verdicts.set(input.query, verdict);
      }
      const { refusal, document, sizes = noSizes } = verdict;
      return (
        refusal ?? refuseSubscription(document, input.operationName) ?? tally?.add(sizes, values)
      );
    },
  };
}

function judge(query: string, limits: OperationLimits): Verdict {
  const outcome = checkOperationLimits(query, limits);
  if (outcome.status === 'exceeded') {
    return { refusal: { code: outcome.code, message: outcome.message } };
  }
  const { document, sizes } = outcome;
  return document && usesDefer(document)
    ? { refusal: { code: 'DEFER_NOT_SUPPORTED' } }
    : { document, sizes };
}

function usesDefer(document: DocumentNode): boolean {
  let isUsed = false;
  visit(document, {
    Directive({ name }) {
      isUsed ||= name.value === 'defer' || name.value === 'stream';
    },
  });
  return isUsed;
}

function refuseSubscription(
  document: DocumentNode | undefined,
  operationName: string | undefined,
): GateRefusal | undefined {
  const operation = document && getOperationAST(document, operationName);
  return operation?.operation === OperationTypeNode.SUBSCRIPTION
    ? { code: 'SUBSCRIPTIONS_NOT_SUPPORTED' }
    : undefined;
}

function describe({ maxDepth, maxValues, maxListSize }: VariableLimits): string {
  return `Variables may hold at most ${maxValues} values, at most ${maxListSize} in one list, nested at most ${maxDepth} levels.`;
}
