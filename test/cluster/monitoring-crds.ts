/** What the Prometheus Operator's CustomResourceDefinitions say of the fields that the chart uses, and no others. */
type Schema = Record<string, unknown>;

const TEXT = { type: 'string' };
const DURATION = { type: 'string', pattern: '^(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?$' };
const TEXTS = { type: 'object', additionalProperties: TEXT };
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Schema, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});

const ENDPOINT = object({
  port: TEXT,
  path: TEXT,
  interval: DURATION,
  scrapeTimeout: DURATION,
  honorLabels: { type: 'boolean' },
  authorization: object({ credentials: object({ name: TEXT, key: TEXT }, ['key']) }),
  relabelings: listOf(
    object({ action: { type: 'string', enum: ['labeldrop', 'labelkeep', 'drop', 'keep'] }, regex: TEXT }),
  ),
});
const RULE = object(
  {
    alert: TEXT,
    record: TEXT,
    expr: { 'x-kubernetes-int-or-string': true },
    for: DURATION,
    labels: TEXTS,
    annotations: TEXTS,
  },
  ['expr'],
);

function definition(kind: string, plural: string, spec: Schema): Schema & { metadata: { name: string } } {
  const schema = { openAPIV3Schema: object({ spec }, ['spec']) };
  return {
    metadata: { name: `${plural}.monitoring.coreos.com` },
    spec: {
      group: 'monitoring.coreos.com',
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

export const MONITORING_CRDS = [
  definition(
    'ServiceMonitor',
    'servicemonitors',
    object({ selector: object({ matchLabels: TEXTS }), endpoints: listOf(ENDPOINT) }, [
      'endpoints',
      'selector',
    ]),
  ),
  definition(
    'PrometheusRule',
    'prometheusrules',
    object({ groups: listOf(object({ name: { ...TEXT, minLength: 1 }, rules: listOf(RULE) }, ['name'])) }),
  ),
];
