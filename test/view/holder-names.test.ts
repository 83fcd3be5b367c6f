import { expect, test } from 'vitest';
import { stripIdentity } from '../../lib/view/board-holder.ts';
import { handoverNames, namesApart } from '../../lib/view/holder-names.ts';

test('holders that would be written alike are told apart by the beginning of their uuid', () => {
  const [first, second] = [
    'cp-1_5f0e6a3c-0000-4000-8000-000000000001',
    'cp-1_9b1c7d2e-0000-4000-8000-000000000002',
  ];
  const other = 'cp-2_77aa0011-0000-4000-8000-000000000003';
  const names = namesApart(new Map([first, second, other].map((one) => [one, stripIdentity(one)])));
  expect([...names.values()]).toEqual(['cp-1_5f0e6…', 'cp-1_9b1c7…', 'cp-2']);
});

test('the two of a handover are told apart where their names are alike', () => {
  const uuid = (first: string): string => `${first}0e6a3c-1f2a-4b5c-8d9e-0123456789ab`;
  const [one, two] = [`vm_${uuid('5f')}`, `vm_${uuid('8a')}`];
  expect([one, two].map(handoverNames(one, two))).toEqual(['vm_5f0e6…', 'vm_8a0e6…']);
  expect(handoverNames(one, `vm-2_${uuid('8a')}`)(one)).toBe('vm');
  expect(handoverNames(null, one)(one)).toBe('vm');
  expect(handoverNames('pod-a', 'pod-a')('pod-a')).toBe('pod-a');
});
