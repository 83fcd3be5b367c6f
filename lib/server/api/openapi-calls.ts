/** Every call of the API: what it takes, what it answers, and by which schemas (`docs/api.md`). */
import { ALERT_QUERY } from '../alerts/alert-query.ts';
import { AlertSchema, AlertsSchema } from '../alerts/alert-schemas.ts';
import { NewSilenceSchema, SilenceSchema, SilencesSchema } from '../alerts/silence-schemas.ts';
import { SignedInSchema, SignInSchema } from '../auth/auth-schemas.ts';
import { INCIDENT_QUERY } from '../incident/incident-query.ts';
import { IncidentSchema } from '../incident/incident-schemas.ts';
import { OF_CLUSTER } from '../kept/cluster-query.ts';
import { ClustersSchema } from '../kept/cluster-schemas.ts';
import { HANDOVER_QUERY } from '../kept/handover-query.ts';
import {
  BlindSpotsSchema,
  InsightSchema,
  LeaseSilencesSchema,
  OverviewSchema,
  TimelineSchema,
} from '../kept/history-schemas.ts';
import { RENEWAL_QUERY } from '../kept/renewal-query.ts';
import { OVERVIEW_QUERY, TIMELINE_QUERY } from '../kept/timeline-query.ts';
import { CLOCK_QUERY } from '../leases/clock-list.ts';
import { LEASE_QUERY } from '../leases/lease-query.ts';
import { NODE_QUERY } from '../leases/node-list.ts';
import { ClocksSchema, HeatSchema, NodesSchema } from '../leases/node-schemas.ts';
import { RulesSchema } from '../rules/rule-schemas.ts';
import { STREAM_QUERY } from '../stream/stream-filter.ts';
import { PAGING } from './paging.ts';
import type { QuerySpec } from './query.ts';
import {
  ErrorSchema,
  FeedSchema,
  HandoverSchema,
  HandoversSchema,
  LeaseDetailSchema,
  LeaseRowSchema,
  LeasesSchema,
  RenewalsSchema,
  RetrySchema,
  StatusSchema,
} from './schemas.ts';
import { TIME_RANGE } from './time-range.ts';

export type Call = {
  path: string;
  method: 'get' | 'post' | 'delete';
  summary: string;
  query?: QuerySpec;
  required?: string[];
  parts?: string[];
  status?: number;
  /** The id of the schema of what is sent. */
  body?: string;
  /** The id of a schema, the media type of something that is no JSON, or one or the other as it is asked for. */
  answers: { schema: string; media?: string } | { media: string };
  errors: number[];
};

export const SCHEMAS = {
  Lease: LeaseRowSchema,
  Leases: LeasesSchema,
  LeaseDetail: LeaseDetailSchema,
  Handover: HandoverSchema,
  Handovers: HandoversSchema,
  Renewals: RenewalsSchema,
  Alert: AlertSchema,
  Alerts: AlertsSchema,
  Rules: RulesSchema,
  Silence: SilenceSchema,
  Silences: SilencesSchema,
  NewSilence: NewSilenceSchema,
  Timeline: TimelineSchema,
  TimelineOverview: OverviewSchema,
  BlindSpots: BlindSpotsSchema,
  LeaseInsight: InsightSchema,
  LeaseSilences: LeaseSilencesSchema,
  Nodes: NodesSchema,
  NodesHeat: HeatSchema,
  Clocks: ClocksSchema,
  Incident: IncidentSchema,
  Clusters: ClustersSchema,
  Feed: FeedSchema,
  Status: StatusSchema,
  Retry: RetrySchema,
  SignIn: SignInSchema,
  SignedIn: SignedInSchema,
  Error: ErrorSchema,
};

export const CALLS: readonly Call[] = [
  {
    path: '/api/v1/status',
    method: 'get',
    summary: 'What is watched, how well, and how many Leases there are.',
    answers: { schema: 'Status' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/leases',
    method: 'get',
    summary: 'Leases, the most urgent first.',
    query: LEASE_QUERY,
    answers: { schema: 'Leases' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/leases/{namespace}/{name}',
    method: 'get',
    summary: 'One Lease, and what the API server says about it and its holder.',
    parts: ['namespace', 'name'],
    answers: { schema: 'LeaseDetail' },
    errors: [400, 404, 503],
  },
  {
    path: '/api/v1/handovers',
    method: 'get',
    summary: 'Handovers, the newest first.',
    query: { ...HANDOVER_QUERY, ...OF_CLUSTER },
    answers: { schema: 'Handovers' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/renewals',
    method: 'get',
    summary: 'Renewals of one Lease that elects, summed up.',
    query: { ...RENEWAL_QUERY, ...OF_CLUSTER },
    required: ['namespace', 'name'],
    answers: { schema: 'Renewals' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/timeline',
    method: 'get',
    summary: 'Who held what over a range: a lane a Lease, by class and name, 200 a page.',
    query: { ...TIMELINE_QUERY, ...OF_CLUSTER },
    answers: { schema: 'Timeline' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/timeline/overview',
    method: 'get',
    summary: 'How many handovers in each part of a range.',
    query: { ...OVERVIEW_QUERY, ...OF_CLUSTER },
    answers: { schema: 'TimelineOverview' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/blind-spots',
    method: 'get',
    summary: 'Stretches of a range in which nobody watched, oldest first.',
    query: { ...TIME_RANGE, ...OF_CLUSTER },
    answers: { schema: 'BlindSpots' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/leases/{namespace}/{name}/insight',
    method: 'get',
    summary: 'What a range of the history of one Lease amounts to.',
    parts: ['namespace', 'name'],
    query: { ...TIME_RANGE, ...OF_CLUSTER },
    answers: { schema: 'LeaseInsight' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/leases/{namespace}/{name}/silences',
    method: 'get',
    summary: 'When one Lease was silent past its duration, newest first.',
    parts: ['namespace', 'name'],
    query: { ...TIME_RANGE, ...OF_CLUSTER },
    answers: { schema: 'LeaseSilences' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/alerts',
    method: 'get',
    summary: 'What is wrong or was: what fires first, then what is pending, then what is resolved.',
    query: { ...ALERT_QUERY, ...OF_CLUSTER },
    answers: { schema: 'Alerts' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/rules',
    method: 'get',
    summary: 'How each rule is set, and the worst there is now against its limit.',
    answers: { schema: 'Rules' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/nodes',
    method: 'get',
    summary: 'Nodes by their heartbeats, the most urgent first.',
    query: NODE_QUERY,
    answers: { schema: 'Nodes' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/nodes/heat',
    method: 'get',
    summary: 'All nodes at once, in brief.',
    answers: { schema: 'NodesHeat' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/clocks',
    method: 'get',
    summary: 'Clocks of nodes and holders, worst first.',
    query: CLOCK_QUERY,
    answers: { schema: 'Clocks' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/silences',
    method: 'get',
    summary: 'Silences in force, then those that ended in the last day.',
    query: PAGING,
    answers: { schema: 'Silences' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/silences',
    method: 'post',
    summary: 'Silences alerts from now on.',
    body: 'NewSilence',
    status: 201,
    answers: { schema: 'Silence' },
    errors: [400, 403, 413, 415, 429, 503],
  },
  {
    path: '/api/v1/silences/{id}',
    method: 'delete',
    summary: 'Ends a silence now.',
    parts: ['id'],
    answers: { schema: 'Silence' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/incident',
    method: 'get',
    summary: 'All that is known of a range, as one file: HTML for people, or JSON.',
    query: { ...INCIDENT_QUERY, ...OF_CLUSTER },
    answers: { schema: 'Incident', media: 'text/html' },
    errors: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/clusters',
    method: 'get',
    summary: 'The clusters that are kept in the same database, by name.',
    answers: { schema: 'Clusters' },
    errors: [400, 503],
  },
  {
    path: '/api/v1/stream',
    method: 'get',
    summary: 'Server-Sent Events: snapshot, patch, feed, history, permissions, handover, alert.',
    query: STREAM_QUERY,
    answers: { media: 'text/event-stream' },
    errors: [400, 429, 503],
  },
  {
    path: '/api/v1/retry',
    method: 'post',
    summary: 'Tries to reach the API server now, at most once a second.',
    status: 202,
    answers: { schema: 'Retry' },
    errors: [400, 429, 503],
  },
  {
    path: '/api/v1/sign-in',
    method: 'post',
    summary: 'Begins a session, whose cookie the answer sets; where Tenure asks for tokens.',
    body: 'SignIn',
    answers: { schema: 'SignedIn' },
    errors: [400, 404, 413, 415, 429, 503],
  },
  {
    path: '/api/v1/sign-out',
    method: 'post',
    summary: 'Ends the session whose cookie is sent, on every copy of it that comes to this replica.',
    status: 204,
    answers: { media: 'text/plain' },
    errors: [404, 503],
  },
];
