/** The API server's refusals: a Status object each, worded as the real server words it (seen on 1.37.2). */
export type StatusCause = { reason: string; message: string; field: string };

export type Status = {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    uid?: string;
    causes?: StatusCause[];
    retryAfterSeconds?: number;
  };
  code?: number;
};

export class ApiError extends Error {
  readonly code: string;
  readonly status: Status;
  readonly httpStatus: number;

  constructor(httpStatus: number, reason: string, message: string, more: Partial<Status> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = reason === '' ? 'Unknown' : reason;
    this.httpStatus = httpStatus;
    const { details, metadata } = more;
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: metadata ?? {},
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code: httpStatus,
    };
  }
}

/** A kind of object as errors name it. */
export type ResourceName = { resource: string; group: string };

export const LEASES: ResourceName = { resource: 'leases', group: 'coordination.k8s.io' };

const qualified = (of: ResourceName) => (of.group === '' ? of.resource : `${of.resource}.${of.group}`);
const detailsOf = (of: ResourceName, name?: string) => ({
  ...(name === undefined ? {} : { name }),
  ...(of.group === '' ? {} : { group: of.group }),
  kind: of.resource,
});

export const notFound = (of: ResourceName, name: string) =>
  new ApiError(404, 'NotFound', `${qualified(of)} "${name}" not found`, { details: detailsOf(of, name) });

export const noSuchResource = () =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', { details: {} });

export const alreadyExists = (of: ResourceName, name: string) =>
  new ApiError(409, 'AlreadyExists', `${qualified(of)} "${name}" already exists`, {
    details: detailsOf(of, name),
  });

export const conflict = (of: ResourceName, name: string, why?: string) =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${
      why ?? 'the object has been modified; please apply your changes to the latest version and try again'
    }`,
    { details: detailsOf(of, name) },
  );

export function invalid(
  kind: string,
  group: string,
  name: string,
  field: string,
  reason: string,
  message: string,
) {
  return new ApiError(
    422,
    'Invalid',
    `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${field}: ${message}`,
    { details: { ...(name === '' ? {} : { name }), group, kind, causes: [{ reason, message, field }] } },
  );
}

export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message);

export const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');

export function forbidden(of: ResourceName, user: string, verb: string, namespace: string, name?: string) {
  const subject = name === undefined ? `${qualified(of)} is` : `${qualified(of)} "${name}" is`;
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const message = `${subject} forbidden: User "${user}" cannot ${verb} resource "${of.resource}" in API group "${of.group}" ${scope}`;
  return new ApiError(403, 'Forbidden', message, { details: detailsOf(of, name) });
}

export const forbiddenPath = (user: string, path: string) =>
  new ApiError(403, 'Forbidden', `forbidden: User "${user}" cannot get path "${path}"`, { details: {} });

export const expired = (resourceVersion: number, oldest: number) =>
  new ApiError(410, 'Expired', `too old resource version: ${resourceVersion} (${oldest})`);

/** `continueToken` goes on from the same key in a later, inconsistent list. */
export const continueExpired = (continueToken: string) =>
  new ApiError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    { metadata: { continue: continueToken } },
  );

export const methodNotAllowed = () =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {
    details: {},
  });

export const unsupportedMediaType = () =>
  new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', { details: {} });

export const tooManyRequests = (retryAfterSeconds: number) =>
  new ApiError(
    429,
    'TooManyRequests',
    'the server has received too many requests and has asked us to try again later',
    {
      details: { retryAfterSeconds },
    },
  );

export const internalError = (message: string) =>
  new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, { details: {} });
