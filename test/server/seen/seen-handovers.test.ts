import { expect, test } from 'vitest';
import { parseQuery } from '../../../lib/server/api/query.ts';
import { readConfig } from '../../../lib/server/config.ts';
import { HANDOVERS_KEPT } from '../../../lib/server/kept/handover-log.ts';
import { HANDOVER_QUERY } from '../../../lib/server/kept/handover-query.ts';
import { listHandovers } from '../../../lib/server/kept/list-handovers.ts';
import { createLog } from '../../../lib/server/log.ts';
import { createRuntime } from '../../../lib/server/runtime.ts';
import { seenBy } from '../../../lib/server/seen/seen-runtime.ts';
import type { Sight } from '../../../lib/server/sight.ts';
import { fakeTime } from '../fake-timers.ts';
import { handover } from '../kept/handover-builder.ts';
import { noHistory } from '../no-history.ts';
import { status } from '../status-builder.ts';

function setUp() {
  const { timers, now } = fakeTime();
  const env = { KUBECONFIG: '/nonexistent', TENURE_DATABASE_URL: 'none' };
  const runtime = createRuntime({
    ...{ config: readConfig(env), clock: { now }, timers, random: () => 0, env },
    ...{ log: createLog('silent'), history: noHistory() },
  });
  return { runtime, now };
}

test('from when on all handovers are known is told of those that are seen', async () => {
  const { runtime, now } = setUp();
  const since = now() - 3_600_000;
  const forgotten = (namespace: string, at: number) =>
    runtime.handovers.add(handover({ id: `${namespace} ${at}`, namespace, at }));
  forgotten('apps', since + 1000);
  forgotten('team', since + 2000);
  for (let index = 0; index < HANDOVERS_KEPT; index += 1) forgotten('kept', now() - index);

  const keptFrom = async (sight: Sight) => {
    const seen = { ...seenBy(runtime, sight), status: () => ({ ...status(), observedSince: since }) };
    const answer = await listHandovers(seen, parseQuery(HANDOVER_QUERY, new URLSearchParams()));
    return answer instanceof Response ? null : answer.keptFrom;
  };
  expect(await keptFrom(new Set(['apps']))).toBe(since + 1000);
  expect(await keptFrom(new Set(['team']))).toBe(since + 2000);
  expect(await keptFrom(new Set(['kept']))).toBe(since);
  expect(await keptFrom(null)).toBe(since + 2000);
});
