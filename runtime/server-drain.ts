// Ends a server: idle and unused sockets at once, those that wait for an answer when they have it or time is up.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The part of a Fastify instance that ends. */
export interface ClosableApp {
  readonly server: Server;
  close(): PromiseLike<unknown>;
}

/** How long to wait, and what goes with the server. */
export interface ServerDrainOptions {
  /** How long answers that are under way may take. */
  readonly drainMs: number;
  /** Called when that time is over and connections are cut. */
  readonly onCut?: () => void;
  /** Closes what the server's answers stand on, after them. */
  readonly closeUpstreams?: () => Promise<unknown>;
}

/** Keeps watch over the server's sockets from now on; the result ends all of it, once, however often it is called. */
export function createServerDrain(
  app: ClosableApp,
  options: ServerDrainOptions,
): () => Promise<void> {
  const { drainMs, onCut, closeUpstreams } = options;
  const endUnusedSockets = trackUnusedSockets(app.server);
  let drained: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    const fuse = setTimeout(() => {
      onCut?.();
      app.server.closeAllConnections();
    }, drainMs);
    try {
      const closed = app.close();
      endUnusedSockets();
      await closed;
      await closeUpstreams?.();
    } finally {
      clearTimeout(fuse);
    }
  };
  return () => (drained ??= drain());
}

/** Node counts a socket that never sent a byte as busy, so a server that closes would wait for its header timeout. */
function trackUnusedSockets(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
}
