// Follows the live stream of a gateway's admin port.
import { createCliFault } from '../faults.ts';
import { type LiveLook, parseLiveLook } from './live-look.ts';

/** What is followed. */
export interface WatchOptions {
  /** Base URL of the admin port. */
  readonly url: string;
  readonly token: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

const maxEventCharacters = 4 * 1_024 ** 2;

/**
 * Gives each look as it comes, until the signal or the gateway ends it.
 *
 * @throws CodedError `GATEWAY_UNREACHABLE` or `ANSWER_INVALID`.
 */
export async function* watchGateway({
  url,
  token,
  signal,
}: WatchOptions): AsyncGenerator<LiveLook> {
  const address = `${url}/live`;
  const body = await open(address, token, signal);
  const decoder = new TextDecoder();
  let unread = '';
  try {
    for await (const chunk of body) {
      unread += decoder.decode(chunk, { stream: true });
      if (unread.length > maxEventCharacters) throw createInvalidFault(address);
      const events = unread.split('\n\n');
      unread = events.pop() ?? '';
      for (const event of events) yield readEvent(event, address);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function open(
  address: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(address, { headers, signal }).catch(() => undefined);
  if (!response) {
    throw createCliFault(
      'GATEWAY_UNREACHABLE',
      `Nobody answers at ${address}. Is the gateway running, and its admin port open? Say where it is with --url.`,
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw createCliFault(
      'GATEWAY_UNREACHABLE',
      `${address} wants another token; set MARQUE_ADMIN_READER_TOKEN.`,
    );
  }
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (!response.body || response.status !== 200 || !isStream) throw createInvalidFault(address);
  return response.body;
}

function readEvent(event: string, address: string): LiveLook {
  const data = event
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice('data: '.length))
    .join('\n');
  const look = parseLiveLook(data);
  if (!look) throw createInvalidFault(address);
  return look;
}

function createInvalidFault(address: string): Error {
  return createCliFault(
    'ANSWER_INVALID',
    `${address} does not speak as an admin port does; is it one of this version?`,
  );
}
