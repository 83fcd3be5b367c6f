/** The OpenAPI 3.1 document, made from the tables that parse queries and the schemas of the answers. */
import { z } from 'zod';
import { VERSION } from '../version.ts';
import { CALLS, type Call, SCHEMAS } from './openapi-calls.ts';
import type { QuerySpec } from './query.ts';

/** `basePath`: under which the calls lie; empty at the root of the host. */
export function openApiDocument(basePath = ''): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'output' });
  const paths: Record<string, Record<string, object>> = {};
  for (const call of CALLS) paths[call.path] = { ...paths[call.path], [call.method]: operation(call) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tenure',
      version: VERSION,
      description:
        'Who holds every Lease of a Kubernetes cluster. Times are epoch milliseconds; unknown is null.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    // Where nobody is asked who they are, neither is needed.
    security: [{ bearer: [] }, { session: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A bearer token of the cluster.' },
        session: { type: 'apiKey', in: 'cookie', name: 'tenure-session', description: 'Of who signed in.' },
      },
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)])),
    },
  };
}

function operation(call: Call): object {
  const errors = Object.fromEntries(
    [...new Set([...call.errors, 401, 403])]
      .sort()
      .map((status) => [
        String(status),
        { description: ERRORS[status] ?? 'An error.', content: jsonOf('Error') },
      ]),
  );
  const { answers } = call;
  const content = {
    ...('schema' in answers ? jsonOf(answers.schema) : {}),
    ...(answers.media === undefined ? {} : { [answers.media]: { schema: { type: 'string' } } }),
  };
  return {
    summary: call.summary,
    parameters: [
      ...pathParameters(call.parts ?? []),
      ...queryParameters(call.query ?? {}, call.required ?? []),
    ],
    ...(call.body === undefined ? {} : { requestBody: { required: true, content: jsonOf(call.body) } }),
    responses: { [call.status ?? 200]: { description: 'Done.', content }, ...errors },
  };
}

const ERRORS: Record<number, string> = {
  400: 'invalid_parameter: the message says what would be right.',
  401: 'unauthorized: who asks has not shown who they are.',
  403: 'forbidden: who asks may not see or do this, or a page of another origin asked.',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type: send JSON.',
  429: 'too_many_requests: Retry-After says how long to wait, in seconds, where that helps.',
  503: 'not_ready: Tenure is starting or stopping, or its history cannot be read; the message says which.',
};

function pathParameters(names: string[]): object[] {
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(spec: QuerySpec, required: string[]): object[] {
  return Object.entries(spec).map(([name, field]) => {
    const schema = bare(z.toJSONSchema(field.schema, { io: 'input' }));
    return {
      name,
      in: 'query',
      required: required.includes(name),
      description: field.description,
      ...(field.many ? { explode: true, schema: { type: 'array', items: schema } } : { schema }),
    };
  });
}

function jsonOf(id: string): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${id}` } } };
}

/** OpenAPI 3.1 speaks this dialect by default, and names schemas by where they lie. */
function bare(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}
