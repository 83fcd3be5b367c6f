import { describe } from 'vitest';
import { itFinds } from './provoked-rules.ts';

describe('provoked on one election', () => {
  itFinds([
    'expired-but-held',
    'vacant',
    'flapping',
    'early-takeover',
    'dual-leadership',
    'headroom-low',
    'duration-changed',
  ]);
});
