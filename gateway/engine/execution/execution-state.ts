// What one run of a compiled operation works on.
import type { GraphQLError } from 'graphql';

import type { RequestContext } from '../../http/request-context.ts';
import type { DataObject } from './data-object.ts';
import type { Gathering } from './gathering.ts';

/** The state of one run. */
export interface ExecutionState {
  /** The tree that the fetches fill; its keys are those of the planned document. */
  readonly data: DataObject;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With defaults, of the operation's declared types. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Of the fetches, at the client's own paths. */
  readonly errors: GraphQLError[];
  /** On the clock's monotonic scale. */
  readonly startedAtMs: number;
  /** By the number of the group; absent until the first of its fetches is ready. */
  readonly gatherings: (Gathering | undefined)[];
}

/** Runs a part of a plan to its end. Never rejects. */
export type RunNode = (state: ExecutionState) => Promise<void>;
