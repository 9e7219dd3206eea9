// Asks the admin port of a gateway for one JSON document.
import type { z } from 'zod';

import { createCliFault } from '../faults.ts';

/** One request. */
export interface AdminRequest<Type extends z.ZodType> {
  /** Base URL of the admin port. */
  readonly url: string;
  readonly method: 'GET' | 'DELETE';
  readonly path: string;
  readonly token: string | undefined;
  /** The variable that the token is set by. */
  readonly tokenVariable: string;
  readonly answer: Type;
}

const timeoutMs = 10_000;

/**
 * Asks, and reads the answer.
 *
 * @throws CodedError `GATEWAY_UNREACHABLE`, `ANSWER_INVALID` or `USAGE_INVALID`.
 */
export async function askAdminPort<Type extends z.ZodType>(
  request: AdminRequest<Type>,
): Promise<z.output<Type>> {
  const { url, method, path, token, tokenVariable } = request;
  const address = `${url}${path}`;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(address, {
    method,
    headers,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  if (!response) {
    throw createCliFault(
      'GATEWAY_UNREACHABLE',
      `Nobody answers at ${address}. Is the gateway running, and its admin port open? Say where it is with --url.`,
    );
  }
  switch (response.status) {
    case 200:
      break;
    case 400:
      throw createCliFault('USAGE_INVALID', 'A day is YYYY-MM-DD.');
    case 401:
    case 403:
      throw createCliFault(
        'GATEWAY_UNREACHABLE',
        `${address} wants another token; set ${tokenVariable}.`,
      );
    case 404:
      throw createCliFault(
        'GATEWAY_UNREACHABLE',
        'This gateway counts no usage; set MARQUE_USAGE_DIR or MARQUE_USAGE where it runs.',
      );
    case 503:
      throw createCliFault(
        'GATEWAY_UNREACHABLE',
        'The gateway cannot reach where it keeps usage; its log says why.',
      );
    default:
      throw createInvalidFault(address);
  }
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = request.answer.safeParse(body);
  if (!parsed.success) throw createInvalidFault(address);
  return parsed.data;
}

function createInvalidFault(address: string): Error {
  return createCliFault(
    'ANSWER_INVALID',
    `${address} does not speak as an admin port does; is it one of this version?`,
  );
}
