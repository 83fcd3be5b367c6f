/** The HTTP faults in force, and which of them meets a request. */
import type { HttpFault, RequestKind } from '../faults.ts';
import { ApiError, expired, forbidden, internalError, tooManyRequests, unauthorized } from '../status.ts';
import type { Target } from './resource.ts';

type Respond = Extract<HttpFault, { do: 'respond' }> & { left: number };

export type Modes = {
  resetting: boolean;
  endingWatches: boolean;
  stallingWatches: boolean;
  slowMs: number;
  /** Watches still to be failed as they open, and with what. */
  watchErrors: { left: number; status: number };
  add(fault: Extract<HttpFault, { do: 'respond' }>): void;
  /** The error that a request is to be answered with, if any; counts it. */
  errorFor(kind: RequestKind, target: Target | null, user: string): ApiError | null;
  clear(): void;
};

export function errorOf(
  status: number,
  target: Target | null,
  user: string,
  retryAfterSeconds = 1,
): ApiError {
  switch (status) {
    case 401:
      return unauthorized();
    case 403:
      return target === null
        ? new ApiError(403, 'Forbidden', `forbidden: User "${user}" cannot get path`)
        : forbidden(
            target.resource,
            user,
            target.name === null ? 'list' : 'get',
            target.namespace,
            target.name ?? undefined,
          );
    case 410:
      return expired(1, 245);
    case 429:
      return tooManyRequests(retryAfterSeconds);
    case 500:
      return internalError('etcdserver: request timed out');
    default:
      return new ApiError(status, status === 503 ? 'ServiceUnavailable' : '', `the server answers ${status}`);
  }
}

export function createModes(): Modes {
  let responds: Respond[] = [];
  const modes: Modes = {
    resetting: false,
    endingWatches: false,
    stallingWatches: false,
    slowMs: 0,
    watchErrors: { left: 0, status: 500 },
    add(fault) {
      responds.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    errorFor(kind, target, user) {
      const met = responds.find(
        (respond) =>
          (respond.kinds === undefined || respond.kinds.includes(kind)) &&
          (respond.resource === undefined || respond.resource === target?.resource.resource),
      );
      if (met === undefined) return null;
      met.left--;
      if (met.left <= 0) responds = responds.filter((respond) => respond !== met);
      return errorOf(met.status, target, user, met.retryAfterSeconds);
    },
    clear() {
      responds = [];
      modes.resetting = false;
      modes.endingWatches = false;
      modes.stallingWatches = false;
      modes.slowMs = 0;
      modes.watchErrors = { left: 0, status: 500 };
    },
  };
  return modes;
}
