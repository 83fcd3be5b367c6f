/** What docs/notifications.md tells people to write is tried as it stands. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressOf } from '../../lib/notify/address.ts';
import { createPost } from '../../lib/notify/post.ts';
import { webhookMessages } from '../../lib/notify/webhook.ts';
import { systemTimers } from '../../lib/server/timers.ts';
import { about, firing } from '../alert/builders.ts';
import { checkedConfig } from '../setup/alertmanager.ts';
import { run } from '../setup/process.ts';
import { lacksAlertmanager, suiteName } from '../setup/requirements.ts';
import { ROOT } from '../setup/stack.ts';
import { due, surroundings } from './builders.ts';

const page = readFileSync(join(ROOT, 'docs/notifications.md'), 'utf8');
function example(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/notifications.md has no example in ${language}`);
  return found;
}

describe('the receiver of the documentation', () => {
  it('takes what is signed, and refuses what was changed, is old or is not signed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tenure-receiver-'));
    const file = join(directory, 'receiver.mjs');
    writeFileSync(file, example('js'));
    const secret = '0123456789abcdef';
    const program = run(process.execPath, [file], { ...process.env, SECRET: secret, PORT: '0' });
    const [, port = ''] = await program.says(/listening on (\d+)/);
    const post = createPost(addressOf(`http://127.0.0.1:${port}/`), {
      ...{ proxy: null, now: Date.now, timers: systemTimers },
    });
    onTestFinished(async () => {
      await post.close();
      await program.stop();
      rmSync(directory, { recursive: true });
    });
    const alert = firing(about('lock', 'vacant', { title: 'Nobody holds apps/lock' }));
    const message = webhookMessages(surroundings(), secret)([due(alert)], 100, Date.now());
    await post.send(message);
    expect((await program.says(/^firing .*$/m))[0]).toBe('firing critical Nobody holds apps/lock');
    const changed = { ...message, body: message.body.replace('critical', 'info') };
    await expect(post.send(changed)).rejects.toMatchObject({ code: 'http_401' });
    const old = webhookMessages(surroundings(), secret)([due(alert)], 100, Date.now() - 600_000);
    await expect(post.send(old)).rejects.toMatchObject({ code: 'http_401' });
    const unsigned = webhookMessages(surroundings(), null)([due(alert)], 100, Date.now());
    await expect(post.send(unsigned)).rejects.toMatchObject({ code: 'http_401' });
  });

  it('gets what the documentation shows', () => {
    const shown: { notifications: object[] } = JSON.parse(example('json'));
    const { body } = webhookMessages(surroundings(), null)([due(firing(about('lock', 'vacant')))], 100, 0);
    const sent: typeof shown = JSON.parse(body);
    expect(Object.keys(shown)).toEqual(Object.keys(sent));
    expect(Object.keys(shown.notifications[0] ?? {})).toEqual(Object.keys(sent.notifications[0] ?? {}));
  });
});

describe.skipIf(lacksAlertmanager !== null)(
  suiteName('the routes of the documentation', lacksAlertmanager),
  () => {
    it('are taken by Alertmanager', () => {
      expect(checkedConfig(example('yaml'))).toMatch(/SUCCESS[\s\S]*2 receivers/);
    });
  },
);
