import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leaseCommands } from '../../lib/view/lease-commands.ts';
import { shellQuote } from '../../lib/view/shell-quote.ts';

/** What bash makes of the words. Whose standard input is a socket takes itself for a remote shell, and would read ~/.bashrc. */
function read(quoted: string[]): string[] {
  const out = execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${quoted.join(' ')}`], {
    encoding: 'utf8',
  });
  return out.split('\0').slice(0, -1);
}

const word = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '`',
        '\n',
        '\r',
        '\t',
        '\u001b',
        ' ',
        '7',
        'x',
        '!',
        ';',
        '&',
        '\u0085',
        '\u202e',
        '\u00ad',
        '\u061c',
        '\u{e0041}',
      ),
      minLength: 1,
    }),
  )
  .map((text) => text.replaceAll('\0', 'z'));

describe('shellQuote', () => {
  test('a shell reads back exactly the word, on one line', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
        const quoted = words.map(shellQuote);
        for (const one of quoted) {
          for (const bad of ['\n', '\r', '\u001b', '\u202e', '\u00ad', '\u061c', '\u{e0041}'])
            expect(one).not.toContain(bad);
        }
        expect(read(quoted)).toEqual(words);
      }),
      { numRuns: 60 },
    );
  });

  test('plain names stay readable', () => {
    expect(shellQuote('kube-controller-manager')).toBe('kube-controller-manager');
    expect(shellQuote("a'b")).toBe(`'a'\\''b'`);
    expect(shellQuote('')).toBe("''");
  });
});

describe('leaseCommands', () => {
  const subject = { namespace: 'kube-system', name: 'kube-scheduler', holderRef: null, pod: null };

  test('without a resolved holder: the Lease, its Events, the API server', () => {
    expect(leaseCommands(subject).map((one) => one.label)).toEqual([
      'This Lease',
      'Watch it being renewed',
      'Events of this Lease',
      'Health of the API server',
    ]);
    expect(leaseCommands(subject)[0]?.command).toBe(
      'kubectl -n kube-system get lease kube-scheduler -o yaml --show-managed-fields',
    );
  });

  test('with the holder’s Pod: its log and its node', () => {
    const pod = { namespace: 'kube-system', name: 'kube-scheduler-cp-1', node: 'cp-1' };
    const commands = leaseCommands({ ...subject, pod }).map((one) => one.command);
    expect(commands).toContain(
      'kubectl -n kube-system logs kube-scheduler-cp-1 --all-containers --since=10m',
    );
    expect(commands).toContain('kubectl -n kube-node-lease get lease cp-1');
  });

  test('a hostile name neither runs anything nor becomes an option', () => {
    const [command = ''] = leaseCommands({ ...subject, name: '--kubeconfig=x; rm -rf $HOME' }).map(
      (c) => c.command,
    );
    expect(read([command])).toEqual([
      'kubectl',
      '-n',
      'kube-system',
      'get',
      'lease',
      '-o',
      'yaml',
      '--show-managed-fields',
      '--',
      '--kubeconfig=x; rm -rf $HOME',
    ]);
  });

  test('every command only reads', () => {
    const ref = { kind: 'Pod' as const, namespace: 'a', name: 'b', uid: null, node: 'c' };
    for (const { command } of leaseCommands({ ...subject, holderRef: ref })) {
      expect(command).toMatch(/^kubectl (?:-n [a-z-]+ )?(?:get|events|logs|describe) /);
    }
  });
});
