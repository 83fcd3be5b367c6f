/**
 * A page of `docs/findings` as blocks to be drawn: the little of Markdown that they are written in, which is headings,
 * paragraphs, lists, one kind of table, `code`, **strong** and _words that stand for something_.
 */
export type Inline = { type: 'text' | 'code' | 'strong' | 'term'; text: string };
export type Block =
  | { type: 'heading' | 'paragraph'; inlines: Inline[] }
  | { type: 'list'; items: Inline[][] }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][] };

const MARKS = /`([^`]+)`|\*\*([^*]+)\*\*|(?<!\w)_([^_]+)_(?!\w)/g;

export function inlinesOf(text: string): Inline[] {
  const inlines: Inline[] = [];
  let end = 0;
  const plain = (to: number): void => {
    if (to > end) inlines.push({ type: 'text', text: text.slice(end, to) });
  };
  for (const found of text.matchAll(MARKS)) {
    const [whole, code, strong, term] = found;
    plain(found.index);
    end = found.index + whole.length;
    if (code !== undefined) inlines.push({ type: 'code', text: code });
    else if (strong !== undefined) inlines.push({ type: 'strong', text: strong });
    else inlines.push({ type: 'term', text: term ?? '' });
  }
  plain(text.length);
  return inlines;
}

/** Its first heading is the rule's own name, which whoever draws it says: it is left out. */
export function findingBlocks(markdown: string): Block[] {
  return markdown
    .replace(/^# .*\n/, '')
    .split(/\n{2,}/)
    .flatMap((part) => {
      const lines = part.split('\n').filter((line) => line.trim() !== '');
      return lines.length === 0 ? [] : blocksOf(lines);
    });
}

function blocksOf(lines: readonly string[]): Block[] {
  const [first = ''] = lines;
  if (first.startsWith('## ')) {
    const rest = lines.slice(1);
    const heading: Block = { type: 'heading', inlines: inlinesOf(first.slice(3)) };
    return rest.length === 0 ? [heading] : [heading, ...blocksOf(rest)];
  }
  if (first.startsWith('| ')) return [tableOf(lines)];
  const list = lines.findIndex((line) => line.startsWith('- '));
  const words = list < 0 ? lines : lines.slice(0, list);
  const blocks: Block[] =
    words.length === 0 ? [] : [{ type: 'paragraph', inlines: inlinesOf(words.join(' ')) }];
  return list < 0 ? blocks : [...blocks, { type: 'list', items: itemsOf(lines.slice(list)) }];
}

function itemsOf(lines: readonly string[]): Inline[][] {
  const items: string[] = [];
  for (const line of lines)
    if (line.startsWith('- ')) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  return items.map(inlinesOf);
}

function tableOf(lines: readonly string[]): Block {
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split('|')
      .map((cell) => inlinesOf(cell.trim())),
  );
  return { type: 'table', head, rows };
}
