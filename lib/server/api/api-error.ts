/** The errors people's scripts see, mapped to HTTP once, at the edge (`docs/api.md`, "Conventions"). */
const STATUS = {
  invalid_parameter: 400,
  unauthorized: 401,
  forbidden: 403,
  insecure_transport: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  misdirected: 421,
  too_many_requests: 429,
  internal: 500,
  not_ready: 503,
  overloaded: 503,
  unavailable: 503,
} as const;
export type ApiErrorCode = keyof typeof STATUS;

const BRAND = Symbol.for('tenure.ApiError');

export class ApiError extends Error {
  readonly [BRAND] = true;
  readonly code: ApiErrorCode;
  readonly parameter: string | null;
  /** Sent along with the answer, such as Allow or Retry-After. */
  readonly headers: Record<string, string>;

  constructor(
    code: ApiErrorCode,
    message: string,
    more: { parameter?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.parameter = more.parameter ?? null;
    this.headers = more.headers ?? {};
  }

  /** The runtime and the routes are bundled apart, each with a class of its own: an error of either is one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && BRAND in value;
  }

  get status(): number {
    return STATUS[this.code];
  }

  body(): { error: { code: ApiErrorCode; message: string; parameter?: string } } {
    const error = { code: this.code, message: this.message };
    return { error: this.parameter === null ? error : { ...error, parameter: this.parameter } };
  }
}

export function invalidParameter(parameter: string, message: string): ApiError {
  return new ApiError('invalid_parameter', message, { parameter });
}
