import { ApiError } from '../api/api-error.ts';

export function unknownCall(path: string): ApiError {
  return new ApiError(
    'not_found',
    `There is no call at ${path.slice(0, 200)}; /api/v1/openapi.json names those there are.`,
  );
}

export function unknownLease(namespace: string, name: string): ApiError {
  return new ApiError(
    'not_found',
    `No Lease ${namespace}/${name} is known; it may have been deleted.`.slice(0, 600),
  );
}
