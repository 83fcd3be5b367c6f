import { expect, test } from 'vitest';
import { settingsSection } from '../../lib/view/incident-settings.ts';
import { limitWords } from '../../lib/view/rule-words.ts';
import type { RuleLimit } from '../../lib/view/rules.ts';
import { incident } from './incident-builder.ts';

test('limits are written as they are on Alerts', () => {
  const limit: RuleLimit = { name: 'grace', value: 90_000, default: 2_000, unit: 'ms', says: 'given' };
  const rules = incident().rules.map((rule) => ({ ...rule, limits: [limit] }));
  expect(settingsSection(incident({ rules })).markup).toContain(
    `<strong>${limitWords(90_000, 'ms')}</strong> <small>given; by default ${limitWords(2_000, 'ms')}</small>`,
  );
});
