// What leads to this machine and nowhere else.

/** Whether an address, or the name `localhost`, is this machine's own. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return (
    address === 'localhost' ||
    address === '::1' ||
    /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address ?? '')
  );
}

/** Whether a Host header names this machine, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  const name = /^(\[[0-9a-f:]+\]|[^:]+)(?::\d{1,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase();
  return isLoopbackAddress(name?.replace(/^\[(.*)\]$/, '$1'));
}
