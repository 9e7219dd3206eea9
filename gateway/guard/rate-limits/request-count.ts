// One request against the limits of its caller: counted when it comes, charged before it runs, settled afterwards.
import type { Clock } from '../../../runtime/clock.ts';
import type { Caller } from '../caller.ts';
import type { BudgetMode, CostEstimate } from '../operation-budget.ts';
import {
  type CallerKind,
  chooseLimits,
  type LimitedCaller,
  type LimitName,
  type LimitState,
  nameWindow,
} from './limited-caller.ts';
import type { RateLimitConfig } from './rate-limit-config.ts';
import { writeRateLimitHeaders } from './rate-limit-headers.ts';
import type { Window, Windows } from './windows.ts';

/** What counting stands on. */
export interface CountingOptions {
  readonly config: RateLimitConfig;
  /** With `off`, there is nothing to count; with `measure`, nothing is refused. */
  readonly costMode: BudgetMode;
  readonly restMode: BudgetMode;
  readonly windows: Windows;
  readonly clock: Clock;
  readonly recordExceeded: (limit: LimitName, kind: CallerKind, outcome: LimitOutcome) => void;
}

/** What became of a request above a limit. */
export type LimitOutcome = 'refused' | 'measured';

/** Which limit a request is refused by. */
export interface RateLimitRefusal {
  readonly limit: LimitName;
  readonly kind: CallerKind;
  /** In a minute. */
  readonly max: number;
  /** What the operation was estimated at; absent where requests are counted. */
  readonly estimated?: number | undefined;
  /** When the caller's minute is over; absent where the estimate is above what a whole minute has. */
  readonly freeInMs?: number | undefined;
}

/** What an operation took; what is not certain may have been more. */
export interface OperationExpense {
  /** Absent where it was not measured. */
  readonly cost?: number | undefined;
  readonly restCalls: number;
  /** Whether all that was sent has been answered, so that less than was estimated can be believed. */
  readonly isCertain: boolean;
}

/** The count of one request. A promise is returned only where something is counted. */
export interface RequestCount {
  /** Set once the request is refused; it stays so. */
  readonly refusal: RateLimitRefusal | undefined;
  /** Counts the request for its address, before it is known who asks. */
  countArrival(): Promise<void> | undefined;
  /** Counts the request for who asks; an address is not charged for those who prove it. */
  countCaller(caller: Caller): Promise<void> | undefined;
  /** Takes the arrival back: who asks could not be found out, for no fault of theirs. */
  forgive(): void;
  /** Takes what the operation may cost from what the caller has left; tells whether it may run. */
  charge(estimate: Pick<CostEstimate, 'cost' | 'restCalls'>): boolean | Promise<boolean>;
  /** Bills what it took in place of the estimate. To be called once. */
  settle(expense: OperationExpense): void;
  /** Adds what the caller has left, if that is to be told. */
  addHeaders(headers: { set(name: string, value: string): unknown }): void;
}

interface WantedCharge {
  readonly limit: LimitName;
  readonly caller: LimitedCaller;
  readonly max: number;
  readonly points: number;
  readonly isEnforced: boolean;
}

interface Charge extends Omit<WantedCharge, 'points'>, LimitState {
  points: number;
}

// Beyond what a limit can be, and within what is counted exactly.
const maxPoints = 1e12;

/** Starts the count of a request. The address is absent where none is limited. */
export function startRequestCount(
  address: string | undefined,
  options: CountingOptions,
): RequestCount {
  return new Counted(address, options);
}

class Counted implements RequestCount {
  refusal: RateLimitRefusal | undefined;
  readonly #address: string | undefined;
  readonly #options: CountingOptions;
  #arrival: LimitState | undefined;
  #caller: LimitedCaller | undefined;
  #requests: LimitState | undefined;
  #cost: Charge | undefined;
  #restCalls: Charge | undefined;

  constructor(address: string | undefined, options: CountingOptions) {
    this.#address = address;
    this.#options = options;
  }

  countArrival(): Promise<void> | undefined {
    const { addresses } = this.#options.config;
    if (this.#address === undefined || addresses.requests === undefined) return undefined;
    const caller = { kind: 'address', name: this.#address, limits: addresses } as const;
    return this.#countRequest(caller, addresses.requests).then((state) => {
      this.#arrival = state;
    });
  }

  countCaller(caller: Caller): Promise<void> | undefined {
    const { config } = this.#options;
    const limited = chooseLimits(caller, this.#address, config);
    this.#caller = limited;
    if (caller.app || caller.user) this.forgive();
    else this.#requests = this.#arrival;
    const max = limited?.limits.requests;
    if (!limited || max === undefined || this.#requests) return undefined;
    return this.#countRequest(limited, max).then((state) => {
      this.#requests = state;
    });
  }

  forgive(): void {
    if (this.#arrival) void this.#options.windows.giveBack(this.#arrival.window, 1);
    this.#arrival = undefined;
  }

  charge(estimate: Pick<CostEstimate, 'cost' | 'restCalls'>): boolean | Promise<boolean> {
    const { costMode, restMode } = this.#options;
    const cost = this.#want('cost', costMode, estimate.cost);
    const restCalls = this.#want('restCalls', restMode, estimate.restCalls);
    if (this.refusal) return false;
    return cost || restCalls ? this.#chargeBoth(cost, restCalls) : true;
  }

  settle({ cost, restCalls, isCertain }: OperationExpense): void {
    if (this.#cost) this.#bill(this.#cost, cost ?? this.#cost.points, isCertain);
    if (this.#restCalls) this.#bill(this.#restCalls, restCalls, isCertain);
  }

  addHeaders(headers: { set(name: string, value: string): unknown }): void {
    const { config, clock } = this.#options;
    if (!config.hasHeaders) return;
    const states = [this.#requests ?? this.#arrival, this.#cost, this.#restCalls];
    const counted = states.filter((state) => state !== undefined);
    if (counted.length > 0) writeRateLimitHeaders(headers, counted, clock.monotonicMs());
  }

  async #countRequest(caller: LimitedCaller, max: number): Promise<LimitState> {
    const window = await this.#options.windows.add(nameWindow('requests', caller), 1);
    if (window.count > max) this.#refuse({ limit: 'requests', kind: caller.kind, max }, window);
    return { limit: 'requests', max, window, count: window.count };
  }

  /** Undefined where there is no limit. Refuses at once what no whole minute has room for. */
  #want(limit: LimitName, mode: BudgetMode, estimated = 0): WantedCharge | undefined {
    const caller = this.#caller;
    const max = caller?.limits[limit];
    if (!caller || max === undefined || mode === 'off') return undefined;
    const points = Math.min(Math.ceil(estimated), maxPoints);
    const isEnforced = mode === 'enforce';
    if (isEnforced && points > max)
      this.#refuse({ limit, kind: caller.kind, max, estimated: points });
    return { limit, caller, max, points, isEnforced };
  }

  async #chargeBoth(
    cost: WantedCharge | undefined,
    restCalls: WantedCharge | undefined,
  ): Promise<boolean> {
    [this.#cost, this.#restCalls] = await Promise.all([
      cost && this.#take(cost),
      restCalls && this.#take(restCalls),
    ]);
    for (const charge of [this.#cost, this.#restCalls]) if (charge) this.#judge(charge);
    if (!this.refusal) return true;
    // What is refused takes nothing: the next one may fit.
    if (this.#cost) this.#bill(this.#cost, 0, true);
    if (this.#restCalls) this.#bill(this.#restCalls, 0, true);
    return false;
  }

  async #take({ limit, caller, max, points, isEnforced }: WantedCharge): Promise<Charge> {
    const window = await this.#options.windows.add(nameWindow(limit, caller), points);
    return { limit, caller, max, points, isEnforced, window, count: window.count };
  }

  #judge({ limit, caller: { kind }, max, points, count, isEnforced, window }: Charge): void {
    if (count <= max) return;
    if (isEnforced) this.#refuse({ limit, kind, max, estimated: points }, window);
    else this.#options.recordExceeded(limit, kind, 'measured');
  }

  /** By the first limit that is exceeded. */
  #refuse(refusal: Omit<RateLimitRefusal, 'freeInMs'>, window?: Window): void {
    if (this.refusal) return;
    const nowMs = this.#options.clock.monotonicMs();
    const freeInMs = window && Math.max(0, window.endsAtMs - nowMs);
    this.refusal = { ...refusal, freeInMs };
    this.#options.recordExceeded(refusal.limit, refusal.kind, 'refused');
  }

  /** Puts what it took in the place of what is charged. */
  #bill(charge: Charge, taken: number, isCertain: boolean): void {
    const { windows } = this.#options;
    const { window, points } = charge;
    const final = Math.min(Math.ceil(isCertain ? taken : Math.max(taken, points)), maxPoints);
    if (final < points) void windows.giveBack(window, points - final);
    else if (final > points) void windows.add(window.key, final - points);
    charge.count += final - points;
    charge.points = final;
  }
}
