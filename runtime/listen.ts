// Opens a server's socket; a refusal of the operating system becomes one line that says what to do.
import { CodedError } from './coded-error.ts';

/** The part of a Fastify instance that listens. */
export interface ListeningApp {
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
}

/** What wants to listen, where, and the setting that moves it elsewhere. */
export interface ListenAttempt {
  /** Such as `gateway`. */
  readonly part: string;
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** The environment variable that sets the port, such as `MARQUE_PORT`. */
  readonly variable: string;
}

/**
 * Listens and gives the base URL.
 *
 * @throws CodedError `LISTEN_FAILED` with one line for the person who started the part.
 */
export async function listen(app: ListeningApp, attempt: ListenAttempt): Promise<string> {
  const { host, port } = attempt;
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    throw new CodedError({
      code: 'LISTEN_FAILED',
      kind: 'configuration',
      message: describeListenError(cause, attempt),
      cause,
    });
  }
}

function describeListenError(error: unknown, { part, port, variable }: ListenAttempt): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;

  if (code === 'EADDRINUSE') {
    return `${part}: port ${port} is taken by another program; stop it or set ${variable} to a free port.`;
  }
  if (code === 'EACCES') {
    return `${part}: not allowed to listen on port ${port}; set ${variable} to a port above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL') {
    return `${part}: this machine does not have the address that port ${port} was to be opened on.`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `${part}: could not listen on port ${port} (set by ${variable}): ${reason}`;
}
