// Sends fetches of one group that are ready at about one time as one, and tells the reply apart again.
import type { Clock } from '../../../runtime/clock.ts';
import { dropOperationName } from '../plan/fetch-operation.ts';
import type { FetchGroup } from '../plan/group-fetches.ts';
import { type MergedPart, mergeQueries } from '../plan/merge-queries.ts';
import { type FetchNode, plannedRepresentationsVariable } from '../plan/query-plan.ts';
import { compileSending, type SendDocument } from './compile-sending.ts';
import type { ExecutionState, RunNode } from './execution-state.ts';
import type { ConnectFetch } from './fetch-connection.ts';
import type { CompiledFetch } from './fetch-part.ts';
import { createPatience, type Gathering, type Passenger, waitFor } from './gathering.ts';
import { createMixing } from './mixing.ts';
import { isBetterApart, type Load, loadEntities, readPart } from './merged-reply.ts';

/** What a group is compiled with. */
export interface FetchGroupOptions {
  readonly group: FetchGroup;
  /** Its place among the groups of the plan. */
  readonly number: number;
  /** Its fetches, document by document. */
  readonly members: readonly CompiledFetch[];
  readonly connect: ConnectFetch;
  readonly clock: Clock;
}

/** A request for some of the documents. */
interface GroupSending {
  readonly send: SendDocument;
  /** By document: response name in the reply → in the document's own. */
  readonly responseNames: ReadonlyMap<number, ReadonlyMap<string, string>>;
  readonly isForEntities: (document: number) => boolean;
}

// Which documents are ready together differs little from run to run.
const maxSendings = 32;
const entitiesAlone = new Map([['_entities', '_entities']]);

/** Compiles a group into what runs in place of each of its fetches, in their order. */
export function compileFetchGroup(options: FetchGroupOptions): readonly RunNode[] {
  const { group, number, members, clock } = options;
  const documentOf = group.documents.flatMap((fetches, index) => fetches.map(() => index));
  const patience = createPatience(group.isAwaited);
  const mixing = createMixing(group.isAwaited);
  const findSending = createSendings(options);

  const sendApart = (state: ExecutionState, passengers: readonly Passenger[]): void => {
    for (const { member, task, arrive } of passengers) {
      void members[member]?.run(state, task).then(arrive);
    }
  };

  const sendTogether = async (
    state: ExecutionState,
    passengers: readonly Passenger[],
  ): Promise<void> => {
    const loads = new Map<number, Load>();
    for (const document of listDocuments(passengers)) {
      const tasks = passengers.filter(({ member }) => documentOf[member] === document);
      loads.set(document, loadEntities(tasks.map(({ task }) => task)));
    }
    const sending = findSending([...loads.keys()]);
    if (!sending) return sendApart(state, passengers);

    const lists: string[] = [];
    let entityCount: number | undefined;
    for (const [document, { texts }] of loads) {
      if (!sending.isForEntities(document)) continue;
      lists.push(texts.join(','));
      if (loads.size === 1) entityCount = texts.length;
    }
    const reply = await sending.send(state, {
      lists,
      entityCount,
      passengers: passengers.flatMap(({ member, task }) => {
        const place = members[member]?.place;
        return place ? [{ ...place, entities: task.representations.length }] : [];
      }),
    });
    if (isBetterApart(reply, sending.responseNames)) return sendApart(state, passengers);
    for (const { member, task, arrive } of passengers) {
      const part = members[member]?.part;
      const document = documentOf[member] ?? -1;
      const load = loads.get(document);
      const names = sending.responseNames.get(document);
      if (reply.status === 'failed') part?.fail(state, task, reply.code);
      else if (load && names) part?.absorb(state, task, readPart(reply, names, load, task));
      arrive();
    }
  };

  const listDocuments = (passengers: readonly Passenger[]): readonly number[] => [
    ...new Set(passengers.map(({ member }) => documentOf[member] ?? -1)),
  ];

  const sendTimed = async (
    state: ExecutionState,
    passengers: readonly Passenger[],
    learn: (durationMs: number) => void,
  ): Promise<void> => {
    const startedAtMs = clock.monotonicMs();
    await sendTogether(state, passengers);
    learn(clock.monotonicMs() - startedAtMs);
  };

  const depart = (state: ExecutionState, gathering: Gathering): void => {
    gathering.cancel?.();
    gathering.cancel = undefined;
    // Whoever came first: equal requests have equal text.
    const passengers = gathering.waiting.toSorted((one, other) => one.member - other.member);
    gathering.waiting = [];
    const documents = listDocuments(passengers);
    if (passengers.length <= 1) sendApart(state, passengers);
    else if (documents.length === 1) void sendTogether(state, passengers);
    else if (mixing.choose() === 'together') {
      void sendTimed(state, passengers, (ms) => mixing.learnTogether(ms));
    } else {
      for (const document of documents) {
        const own = passengers.filter(({ member }) => documentOf[member] === document);
        void sendTimed(state, own, (ms) => mixing.learnApart(document, ms));
      }
    }
  };

  const board = async (state: ExecutionState, member: number): Promise<void> => {
    const gathering = (state.gatherings[number] ??= {
      missingCount: members.length,
      waiting: [],
      cancel: undefined,
    });
    gathering.missingCount -= 1;
    const task = members[member]?.part.prepare(state);
    const arrival =
      task &&
      new Promise<void>((arrive) => {
        gathering.waiting.push({ member, task, arrive });
      });
    if (gathering.missingCount === 0) {
      if (gathering.cancel) patience.learn(true);
      depart(state, gathering);
    } else if (task && !gathering.cancel) {
      const waitMs = patience.chooseMs(clock.monotonicMs() - state.startedAtMs);
      gathering.cancel = waitFor(waitMs, () => {
        if (waitMs > 0) patience.learn(false);
        depart(state, gathering);
      });
    }
    await arrival;
  };

  return members.map((_, member) => (state) => board(state, member));
}

/** The one part of a fetch's own document. */
function listEntitiesAlone({ representationsVariable }: FetchNode): MergedPart {
  return {
    responseNames: entitiesAlone,
    representationsVariable: representationsVariable ?? plannedRepresentationsVariable,
  };
}

/** Makes and remembers the requests for those documents that come together. */
function createSendings({ group, connect }: FetchGroupOptions) {
  const isForEntities = (document: number): boolean =>
    group.documents[document]?.[0]?.fetch.requires !== undefined;

  const compile = (documents: readonly number[]): GroupSending | undefined => {
    const fetches = documents.flatMap((document) => group.documents[document]?.[0]?.fetch ?? []);
    const [first] = fetches;
    if (!first) return undefined;
    const isAlone = fetches.length === 1 && first.requires !== undefined;
    const merged = isAlone
      ? { ...first, parts: [listEntitiesAlone(first)] }
      : mergeQueries(fetches);
    const { operation, parts, variableUsages = [] } = merged;
    return {
      isForEntities,
      send: compileSending({
        serviceName: group.serviceName,
        operationKind: 'query',
        variableUsages,
        document: dropOperationName(operation),
        listVariables: parts.flatMap((part) => part.representationsVariable ?? []),
        connect,
      }),
      responseNames: new Map(
        parts.map((part, index) => [documents[index] ?? -1, part.responseNames]),
      ),
    };
  };

  const sendings = new Map<number, GroupSending | undefined>();
  /** Undefined if there are too many ways in which documents come together. */
  return (documents: readonly number[]): GroupSending | undefined => {
    const bits = documents.reduce((sum, document) => sum | (1 << document), 0);
    if (!sendings.has(bits) && sendings.size < maxSendings) sendings.set(bits, compile(documents));
    return sendings.get(bits);
  };
}
