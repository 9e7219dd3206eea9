// Subgraphs of which one fetch fails, in one of the ways in which fetches do.
import type { AnswerInProcess } from '../../runtime/http/in-process-exchange.ts';

/** What becomes of a fetch: nobody is there, nobody answers, or what is answered is no answer. */
export type Fault = 'down' | 'slow' | 'garbage' | 'nothing' | 'half';

export const faults: readonly Fault[] = ['down', 'slow', 'garbage', 'nothing', 'half'];

/** Stands between a gateway and its subgraphs. */
export interface FaultySubgraphs {
  readonly between: (name: string, answer: AnswerInProcess) => AnswerInProcess;
  /** Subgraph and body of each fetch since the last call, in order. */
  takeFetches(): readonly string[];
  /** Lets one of these fetches fail whenever it is sent; undefined lets all succeed. */
  fail(fetch: string | undefined, fault: Fault): void;
}

interface Entities {
  readonly data?: Readonly<Record<string, readonly unknown[]>> | null;
  readonly errors?: readonly { readonly path?: readonly (string | number)[] }[];
}

/** Creates subgraphs that do not fail yet. */
export function createFaultySubgraphs(): FaultySubgraphs {
  let fetches: string[] = [];
  let failing: string | undefined;
  let fault: Fault = 'down';
  return {
    between: (name, answer) => async (exchange, signal) => {
      const body = readBody(exchange.body);
      const fetch = `${name} ${body}`;
      fetches.push(fetch);
      if (fetch !== failing) return answer(exchange, signal);
      switch (fault) {
        case 'down':
          throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        case 'slow':
          return await new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          });
        case 'garbage':
          return createReply('<html>Bad gateway</html>');
        case 'nothing':
          return createReply('{"data":null}');
        case 'half':
          return answerHalf(answer, exchange, signal, body);
        default:
          return fault satisfies never;
      }
    },
    takeFetches() {
      const taken = fetches;
      fetches = [];
      return taken;
    },
    fail(fetch, nextFault) {
      failing = fetch;
      fault = nextFault;
    },
  };
}

/** Answers every second entity of each list, and gives errors for the others. */
async function answerHalf(
  answer: AnswerInProcess,
  exchange: Parameters<AnswerInProcess>[0],
  signal: AbortSignal,
  body: string,
): ReturnType<AnswerInProcess> {
  const request = JSON.parse(body) as { readonly variables?: Readonly<Record<string, unknown>> };
  const representations = request.variables?.['representations'];
  if (!Array.isArray(representations)) return createReply('{"data":null}');
  const variables = {
    ...request.variables,
    representations: representations.filter((_, index) => index % 2 === 0),
  };
  const reply = await answer(
    { ...exchange, body: JSON.stringify({ ...request, variables }) },
    signal,
  );
  const { data, errors = [] } = JSON.parse(reply.bodyBytes.toString()) as Entities;
  const even = data?.['_entities'] ?? [];
  return createReply(
    JSON.stringify({
      data: {
        _entities: representations.map((_, index) => (index % 2 === 0 ? even[index / 2] : null)),
      },
      errors: [
        ...errors.map((error) => ({
          ...error,
          path: error.path?.map((segment, at) => (at === 1 ? Number(segment) * 2 : segment)),
        })),
        ...representations.flatMap((_, index) =>
          index % 2 === 0 ? [] : [{ message: 'Made up.', path: ['_entities', index] }],
        ),
      ],
    }),
  );
}

function readBody(body: Parameters<AnswerInProcess>[0]['body']): string {
  return typeof body === 'object' ? Buffer.from(body).toString() : (body ?? '');
}

function createReply(text: string): Awaited<ReturnType<AnswerInProcess>> {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    bodyBytes: Buffer.from(text),
  };
}
