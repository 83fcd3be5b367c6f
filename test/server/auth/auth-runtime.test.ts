import { expect, it } from 'vitest';
import { createAuthRuntime } from '../../../lib/server/auth/auth-runtime.ts';
import { readConfig } from '../../../lib/server/config.ts';
import { createLog } from '../../../lib/server/log.ts';
import { fakeTime } from '../fake-timers.ts';

const KEY = 'a session key of 32 characters or more';

it('an address that is no trusted proxy’s is in the log, once in ten seconds', async () => {
  const { timers, now, advance } = fakeTime();
  const said: string[] = [];
  const { gate, close } = createAuthRuntime({
    config: readConfig({ TENURE_AUTH: 'proxy', TENURE_TRUSTED_PROXIES: '10.0.0.7' }),
    leases: () => [],
    clock: { now },
    timers,
    random: () => 0,
    log: createLog('info', { write: (line) => said.push(line) }),
  });
  gate.stranger('10.0.0.8');
  await advance(9_999);
  gate.stranger('10.0.0.9');
  expect(said.map((line) => JSON.parse(line).address)).toEqual(['10.0.0.8']);
  await advance(1);
  gate.stranger('10.0.0.9');
  expect(said.map((line) => JSON.parse(line).address)).toEqual(['10.0.0.8', '10.0.0.9']);
  close();
});

it.each<[Record<string, string>, string[]]>([
  [{}, []],
  [{ TENURE_AUTH: 'proxy', TENURE_TRUSTED_PROXIES: '10.0.0.7' }, []],
  [{ TENURE_AUTH: 'token' }, ['TENURE_SESSION_KEY', 'TENURE_TRUSTED_PROXIES']],
  [{ TENURE_AUTH: 'token', TENURE_SESSION_KEY: KEY }, ['TENURE_TRUSTED_PROXIES']],
  [{ TENURE_AUTH: 'token', TENURE_SESSION_KEY: KEY, TENURE_TRUSTED_PROXIES: '10.0.0.0/8' }, []],
])('with %o the log says at start what is missing: %j', (env, missing) => {
  const { timers, now } = fakeTime();
  const said: string[] = [];
  createAuthRuntime({
    config: readConfig(env),
    leases: () => [],
    clock: { now },
    timers,
    random: () => 0,
    log: createLog('info', { write: (line) => said.push(line) }),
  }).close();
  expect(said.map((line) => /TENURE_\w+(?= is not set)/.exec(line)?.[0])).toEqual(missing);
});
