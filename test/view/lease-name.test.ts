import { expect, test } from 'vitest';
import { malformedName } from '../../lib/view/lease-name.ts';

test.each([
  ['kube-system', 'kube-scheduler'],
  ['payments', '8f2c91ab.payments.example.com'],
  ['tekton-pipelines', 'controller.tektoncd.pipeline.pkg.reconciler.taskrun.00-of-01'],
])('%s/%s can exist', (namespace, name) => expect(malformedName(namespace, name)).toBeNull());

test.each([
  ['Kube System', 'a', 'A namespace'],
  ['', 'a', 'A namespace'],
  ['a'.repeat(64), 'a', 'A namespace'],
  ['a', '-a', 'The name'],
  ['a', 'a..b', 'The name'],
  ['a', "x'; rm", 'The name'],
  ['a', 'a'.repeat(254), 'The name'],
])('%s/%s cannot, and is told what would be right', (namespace, name, says) =>
  expect(malformedName(namespace, name)).toContain(says),
);
