// Calls between the bench and a process of its own, over the channel that `spawn` opens.
import type { ChildProcess } from 'node:child_process';

/** What a served process answers to: functions of one argument, which must survive JSON. */
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** The end of the channel within the process that is called. */
export interface CalledProcess {
  readonly send?: ((reply: Reply) => unknown) | undefined;
  on(event: 'message', listener: (call: Call) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  exit(code: number): void;
}

/** Serves calls until the caller is gone; then the process exits. */
export function serveCalls(process: CalledProcess, handlers: Handlers): void {
  process.once('disconnect', () => process.exit(0));
  process.on('message', ({ id, name, argument }) => {
    const answer = async () => handlers[name]?.(argument as never);
    answer().then(
      (value) => process.send?.({ id, value }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  });
}

/** Makes calls to a child that `serveCalls`. A call rejects when the child fails or ends. */
export function createCaller(child: ChildProcess) {
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  let lastId = 0;
  child.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) call?.reject(new Error(reply.error));
    else call?.resolve(reply.value);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The called process has ended.'));
    waiting.clear();
  });
  return <Value>(name: string, argument?: unknown): Promise<Value> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve: (value) => resolve(value as Value), reject });
      child.send({ id: lastId, name, argument } satisfies Call);
    });
}
