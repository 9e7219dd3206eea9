// What the planner's thread is told, and what it answers. It plans one operation after the other.

/** What the thread starts with. */
export interface PlannerThreadData {
  readonly supergraphSdl: string;
}

/** Plan this; the next message is the answer. */
export interface PlanMessage {
  /** One operation and its fragments. */
  readonly document: string;
  readonly overrideLabels: readonly string[];
}

export type PlannerReply =
  | { readonly kind: 'loaded'; readonly apiSdl: string }
  /** The supergraph cannot be loaded; the thread ends. */
  | { readonly kind: 'unloadable'; readonly message: string }
  /** The plan is text, since its length is what memory is counted by. */
  | { readonly kind: 'planned'; readonly planJson: string }
  | { readonly kind: 'failed'; readonly message: string }
  /** The planner itself found that it would explore too much. */
  | { readonly kind: 'refused'; readonly message: string };
