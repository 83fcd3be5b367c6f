import Link from 'next/link';
import type { Rule } from '../../lib/detect/finding.ts';
import { findingHref, ruleHref } from '../../lib/view/alert-links.ts';
import { RULE_WORDS } from '../../lib/view/alert-rules.ts';
import type { Block, Inline } from '../../lib/view/finding-text.ts';
import { PageTitle } from '../shell/page-title.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import './finding-page.css';

/** `/findings/RULE`: how a rule judges, what causes it and what to do, as the documentation has it. */
export function FindingPage({ rule, blocks }: { rule: Rule; blocks: readonly Block[] }) {
  const { name } = RULE_WORDS[rule];
  return (
    <main>
      <PageTitle title={name} />
      <div className="page">
        <div className="page-bar">
          <h1>{name}</h1>
          <span className="mono">{rule}</span>
          <span className="page-push" />
          <Link className="link" href={ruleHref(rule)} prefetch={false}>
            Its limits, and the worst value now
          </Link>
        </div>
        <article className="panel finding">
          {blocks.map((block) => (
            <Part key={JSON.stringify(block)} block={block} />
          ))}
        </article>
      </div>
      <StatusBar legend={null} />
    </main>
  );
}

function Part({ block }: { block: Block }) {
  switch (block.type) {
    case 'heading':
      return (
        <h2>
          <Words inlines={block.inlines} />
        </h2>
      );
    case 'paragraph':
      return (
        <p>
          <Words inlines={block.inlines} />
        </p>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((inlines) => (
            <li key={keyOf(inlines)}>
              <Words inlines={inlines} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <table className="plain">
          <thead>
            <tr>
              {block.head.map((inlines) => (
                <th key={keyOf(inlines)} scope="col">
                  <Words inlines={inlines} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((cells) => (
              <tr key={keyOf(cells[0] ?? [])}>
                {cells.map((inlines) => (
                  <td key={keyOf(inlines)} className="prose">
                    <Words inlines={inlines} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function keyOf(inlines: readonly Inline[]): string {
  return inlines.map(({ text }) => text).join('');
}

function Words({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map(({ type, text }, index) => {
    const key = `${index} ${text}`;
    if (type === 'text') return text;
    if (type === 'code') return <code key={key}>{text}</code>;
    if (type === 'strong') return <b key={key}>{text}</b>;
    return Object.hasOwn(RULE_WORDS, text) ? (
      <Link key={key} className="link" href={findingHref(text as Rule)} prefetch={false}>
        {text}
      </Link>
    ) : (
      <i key={key}>{text}</i>
    );
  });
}
