// Sockets that clients open in reserve: Node counts one that never sent a byte as busy, so a server that closes
// would wait for it until its header timeout.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Keeps watch over the server's sockets from now on; the result ends those on which nothing has ever arrived. */
export function trackUnusedSockets(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
}
