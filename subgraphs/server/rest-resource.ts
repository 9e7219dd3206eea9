// How a REST resource is addressed: the names under which calls are declared, counted and bounded.

/** One operation of a REST service. */
export interface RestResource {
  /** As in `@rest(resource:)`; several operations may count under one name. */
  readonly name: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** Path with `{parameter}` for each segment that is filled in, such as `/v1/vins/{vin}`. */
  readonly path: string;
  /** Ids or entries a call, at most 100 unless the contract says less. */
  readonly batch?: number;
  /** Answers data of a person: never cached, never shared between requests. */
  readonly isPrivate?: boolean;
  /** Query parameters that hold a client's free text instead of an id. */
  readonly freeText?: readonly string[];
  /** Calls in flight at once, where the service bears fewer than the HTTP client would send. */
  readonly maxConcurrent?: number;
}

/** Query parameters; what is undefined or null is left out, a list is joined by commas. */
export type RestQuery = Readonly<
  Record<string, string | number | readonly string[] | null | undefined>
>;
