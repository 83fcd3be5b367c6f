/**
 * What people's pages and scripts send: JSON of a bounded size, of a known shape, and from no foreign page. Each
 * refusal says what would be right.
 */
import type { z } from 'zod';
import { ApiError, invalidParameter } from '../api/api-error.ts';
import { isBrowser, isForeign } from './foreign-page.ts';

const MOST_BYTES = 64 * 1024;

/**
 * Throws `forbidden` for a request that a page of another origin made a browser send, and `unsupported_media_type` for
 * what a browser sends without saying that it is JSON: no page of another origin can say so without being asked first.
 */
export function refuseForeign({ headers }: Request): void {
  const asker = (name: string): string | null => headers.get(name);
  if (isForeign(asker))
    throw new ApiError('forbidden', 'This was asked by a page of another origin; only Tenure’s own may.');
  if (isBrowser(asker)) refuseOtherThanJson(headers);
}

function refuseOtherThanJson(headers: Headers): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ApiError('unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
}

/** Throws `unsupported_media_type`, `payload_too_large`, or `invalid_parameter` that names the field. */
export async function jsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  refuseOtherThanJson(request.headers);
  const parsed = schema.safeParse(parsedJson(await boundedText(request)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw invalidParameter('body', 'The body is not of the right shape.');
  if (issue.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    throw invalidParameter(name.slice(0, 100), `"${name.slice(0, 100)}" is no field of this.`);
  }
  const path = issue.path.map(String).join('.');
  throw invalidParameter(
    path === '' ? 'body' : path,
    `${path === '' ? 'The body' : path} ${reasonOf(issue)}.`,
  );
}

/** Of zod's own messages only those about what holds fields are left. */
function reasonOf({ message }: { message: string }): string {
  return message.startsWith('Invalid') ? 'must be an object of the fields of this' : message;
}

export async function boundedText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (value !== undefined) {
      bytes += value.length;
      chunks.push(value);
    }
    if (bytes > MOST_BYTES) {
      await reader?.cancel();
      throw new ApiError('payload_too_large', `The body may have ${MOST_BYTES / 1024} kB at most.`);
    }
    if (done) return Buffer.concat(chunks).toString('utf8');
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalidParameter('body', `The body is not JSON: ${why.slice(0, 200)}`);
  }
}
