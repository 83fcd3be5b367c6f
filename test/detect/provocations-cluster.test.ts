import { describe } from 'vitest';
import { itFinds } from './provoked-rules.ts';

describe('provoked on the cluster, on its clocks and on Tenure itself', () => {
  itFinds([
    'clock-step',
    'slow-renewals',
    'node-heartbeat-late',
    'apiserver-silent',
    'legacy-lock',
    'tenure',
  ]);
});
