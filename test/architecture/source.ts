/** What a source file says to the outside, read from its syntax tree: imports of every kind, exports, globals. */
import { extname } from 'node:path';
import { parseAst } from 'vitest/node';

export type Import = {
  specifier: string;
  /** Only types pass through it: it is gone when the program runs. */
  typeOnly: boolean;
};

export type Source = {
  /** Relative to the project's root, with slashes. */
  path: string;
  text: string;
  imports: Import[];
  hasDefaultExport: boolean;
  /** The file has statements and every one of them passes on what another file exports. */
  onlyReexports: boolean;
  hasStarExport: boolean;
  /** Globals it reads, and members of them: "process", "Date.now", "new Date()". */
  globals: Set<string>;
};

type Node = { type: string; [field: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function visit(node: Node, seen: (node: Node, parent: Node | null, field: string) => void): void {
  const walk = (at: Node, parent: Node | null, field: string): void => {
    seen(at, parent, field);
    for (const [name, value] of Object.entries(at)) {
      if (isNode(value)) walk(value, at, name);
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, at, name);
    }
  };
  walk(node, null, '');
}

const literal = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' && typeof node.name === 'string' ? node.name : null;

/** An identifier that names a property, a label or a declared thing and not something in scope. */
function isMereName(parent: Node | null, field: string): boolean {
  if (parent === null) return false;
  if (field === 'property' && parent.type === 'MemberExpression') return parent.computed !== true;
  if (field === 'key') return parent.computed !== true && parent.shorthand !== true;
  return ['label', 'imported', 'exported', 'id', 'typeName'].includes(field);
}

/** Names bound by patterns: parameters, variables, destructuring. */
function boundNames(pattern: unknown, into: Set<string>): void {
  if (!isNode(pattern)) return;
  const name = nameOf(pattern);
  if (name !== null) into.add(name);
  for (const field of ['properties', 'elements']) {
    const parts = pattern[field];
    if (Array.isArray(parts)) for (const part of parts) boundNames(part, into);
  }
  for (const field of ['value', 'left', 'argument', 'parameter']) boundNames(pattern[field], into);
}

const allTypes = (specifiers: unknown, kind: string): boolean =>
  Array.isArray(specifiers) &&
  specifiers.length > 0 &&
  specifiers.every((one) => isNode(one) && one[kind] === 'type');

export function readSource(path: string, text: string): Source {
  const lang = extname(path) === '.tsx' ? 'tsx' : 'ts';
  const program = parseAst(text, { lang }) as unknown as Node & { body: Node[] };
  const source: Source = {
    path,
    text,
    imports: [],
    hasDefaultExport: false,
    onlyReexports:
      program.body.length > 0 &&
      program.body.every((one) => one.type.startsWith('Export') && literal(one.source) !== null),
    hasStarExport: false,
    globals: new Set(),
  };
  const declared = new Set<string>();
  visit(program, (node) => {
    if (node.type === 'VariableDeclarator') boundNames(node.id, declared);
    else if (node.type === 'FunctionDeclaration') boundNames(node.id, declared);
    else if (node.type.startsWith('Import') && isNode(node.local)) boundNames(node.local, declared);
    if (Array.isArray(node.params)) for (const param of node.params) boundNames(param, declared);
  });
  const global = (node: unknown): string | null => {
    const name = nameOf(node);
    return name === null || declared.has(name) ? null : name;
  };
  visit(program, (node, parent, field) => {
    const specifier = literal(node.source) ?? literal(node.argument);
    switch (node.type) {
      case 'ImportDeclaration':
        if (specifier !== null)
          source.imports.push({
            specifier,
            typeOnly: node.importKind === 'type' || allTypes(node.specifiers, 'importKind'),
          });
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.type === 'ExportAllDeclaration') source.hasStarExport = true;
        if (specifier !== null)
          source.imports.push({
            specifier,
            typeOnly: node.exportKind === 'type' || allTypes(node.specifiers, 'exportKind'),
          });
        break;
      case 'ExportSpecifier':
        if (nameOf(node.exported) === 'default') source.hasDefaultExport = true;
        break;
      case 'ExportDefaultDeclaration':
        source.hasDefaultExport = true;
        break;
      case 'ImportExpression':
        // What cannot be read here could be anything, so it is named and refused by every rule.
        source.imports.push({ specifier: specifier ?? '(computed)', typeOnly: false });
        break;
      case 'TSImportType':
        source.imports.push({ specifier: specifier ?? '(computed)', typeOnly: true });
        break;
      case 'MemberExpression': {
        const object = global(node.object);
        const property = node.computed === true ? literal(node.property) : nameOf(node.property);
        if (object !== null && property !== null) source.globals.add(`${object}.${property}`);
        break;
      }
      case 'NewExpression':
        if (global(node.callee) === 'Date' && Array.isArray(node.arguments) && node.arguments.length === 0)
          source.globals.add('new Date()');
        break;
      case 'CallExpression':
        if (global(node.callee) === 'Date') source.globals.add('new Date()');
        if (global(node.callee) === 'require')
          source.imports.push({ specifier: '(require)', typeOnly: false });
        break;
      case 'Identifier': {
        const name = global(node);
        if (name !== null && !isMereName(parent, field)) source.globals.add(name);
        break;
      }
    }
  });
  return source;
}
