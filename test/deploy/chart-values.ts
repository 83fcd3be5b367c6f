/** Sets of values that together switch on everything that the chart has. */
import type { Values } from './chart.ts';

export const VALUE_SETS: Record<string, Values> = {
  defaults: {},
  everything: {
    image: { repository: 'images.example.org/tenure', digest: `sha256:${'0'.repeat(64)}` },
    imagePullSecrets: ['pull'],
    tenure: {
      clusterName: 'prod "eu"',
      logLevel: 'warn',
      publicUrl: 'https://tools.example.org/ops/tenure',
      names: ['leases.example.org'],
      basePath: '/ops/tenure',
      basePathStripped: true,
      extraEnv: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/our-ca/ca.crt' }],
    },
    permissions: { pods: true, nodes: true, events: true, leaseCandidates: true, legacyLocks: true },
    serviceAccount: { name: 'watcher', annotations: { 'example.org/owner': 'platform' } },
    history: {
      handoverDays: 400,
      renewalDays: 60,
      megabytes: 15_000,
      sqlite: {
        persistence: { storageClass: 'fast', size: '40Gi', annotations: { 'example.org/keep': 'yes' } },
      },
    },
    rules: { file: { rules: { flapping: { window: '30m', critical: 10 } } } },
    notifications: {
      least: 'critical',
      alertmanager: { url: 'http://alertmanager-0:9093,http://alertmanager-1:9093' },
      webhook: { secret: { name: 'tenure-webhook', key: 'address', signingKey: 'signing' } },
      slack: { secret: { name: 'tenure-slack', key: 'address' } },
    },
    service: { annotations: { 'example.org/team': 'platform' } },
    ingress: {
      enabled: true,
      className: 'nginx',
      host: 'tools.example.org',
      path: '/ops/tenure(/|$)(.*)',
      pathType: 'ImplementationSpecific',
      tlsSecret: 'tenure-tls',
      trustedProxies: ['192.0.2.16/28', 'fd00::7'],
      annotations: {
        'nginx.ingress.kubernetes.io/auth-url': 'https://login.example.org/oauth2/auth',
        'nginx.ingress.kubernetes.io/use-regex': 'true',
        'nginx.ingress.kubernetes.io/rewrite-target': '/$2',
      },
    },
    networkPolicy: {
      enabled: true,
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
      egress: { restrict: true, apiServerPorts: [16443], extra: [{ ports: [{ port: 9093 }] }] },
    },
    podDisruptionBudget: { enabled: true },
    serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
    prometheusRule: { enabled: true, labels: { release: 'prometheus' } },
    podLabels: { team: 'platform' },
    podAnnotations: { 'example.org/note': 'a' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
        ],
      },
    },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
    ],
    priorityClassName: 'system-cluster-critical',
    extraVolumes: [{ name: 'our-ca', configMap: { name: 'our-ca' } }],
    extraVolumeMounts: [{ name: 'our-ca', mountPath: '/etc/our-ca', readOnly: true }],
  },
  'two replicas on PostgreSQL': {
    replicas: 2,
    history: { store: 'postgres', postgres: { secret: { name: 'tenure-database', key: 'dsn' } } },
    notifications: { alertmanager: { secret: { name: 'tenure-alertmanager', key: 'address' } } },
    rules: { existingConfigMap: { name: 'our-rules', key: 'tenure.yaml' } },
    podDisruptionBudget: { enabled: true, maxUnavailable: '50%' },
  },
  'by token, on two replicas': {
    replicas: 2,
    auth: {
      mode: 'token',
      sessionKey: { secret: { name: 'tenure-session', key: 'seal' } },
      token: { audiences: ['tenure', 'https://kubernetes.default.svc'] },
    },
    history: { store: 'postgres', postgres: { secret: { name: 'tenure-database' } } },
    tenure: { namespaces: ['apps'] },
    serviceMonitor: {
      enabled: true,
      tokenSecret: { name: 'scraper', key: 'bearer' },
      interval: '1m',
      scrapeTimeout: '20s',
    },
    prometheusRule: { enabled: true, findings: false },
  },
  'by a proxy that the API server is asked about': {
    auth: {
      mode: 'proxy',
      proxy: {
        userHeader: 'X-Forwarded-Email',
        review: true,
        groupsHeader: 'X-Forwarded-Groups',
        othersKeptOut: true,
      },
      metrics: 'open',
    },
    ingress: { trustedProxies: ['192.0.2.16/28'] },
  },
  'under a path': {
    tenure: { basePath: '/tenure' },
    ingress: { enabled: true, host: 'tools.example.org', openByPlainHttp: true },
    serviceMonitor: { enabled: true },
  },
  'some namespaces': {
    tenure: { namespaces: ['kube-system', 'apps'] },
    permissions: { pods: true, events: true },
    history: { sqlite: { persistence: { existingClaim: 'there-already' } } },
  },
  'some namespaces and nodes': {
    tenure: { namespaces: ['apps'] },
    permissions: { clusterId: false, nodes: true },
    history: { megabytes: 200, sqlite: { persistence: { enabled: false, size: '500Mi' } } },
  },
  'by other names, for whom others can reach': {
    nameOverride: 'leases',
    fullnameOverride: 'who-leads',
    image: { pullPolicy: 'Always' },
    tenure: { host: '::' },
    service: { type: 'LoadBalancer', port: 8080 },
    resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } },
    userId: 20_001,
  },
  'nothing kept, rights from elsewhere': {
    history: { store: 'none' },
    rbac: { create: false },
    serviceAccount: { create: false, name: 'given' },
    image: { tag: 'main' },
    networkPolicy: { enabled: true, from: [] },
  },
};
