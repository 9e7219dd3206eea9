// Turns the operating system's refusal to listen into one line that says what to do.

/** What wanted to listen, where, and the setting that moves it elsewhere. */
export interface ListenAttempt {
  /** Such as `gateway`. */
  readonly part: string;
  readonly port: number;
  /** The environment variable that sets the port, such as `MARQUE_PORT`. */
  readonly variable: string;
}

/** Describes why listening failed, in one line for a person at a terminal. */
export function describeListenError(error: unknown, attempt: ListenAttempt): string {
  const { part, port, variable } = attempt;
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
