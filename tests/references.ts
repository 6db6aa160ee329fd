import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** What a file refers to: another file of ours, a package's entry, or the extension API. */
export type Target = { file: string } | { package: string } | { global: 'browser' };
export type Reference = { from: string; to: Target; typeOnly: boolean };

/** Every import, re-export, dynamic import and import type, and each use of the extension API. */
export function references(from: string, code: string): Reference[] {
  const found: Reference[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    if (['wxt/browser', 'wxt/utils/storage'].includes(specifier) && !typeOnly)
      found.push({ from, to: { global: 'browser' }, typeOnly });
    const file = specifier.startsWith('.')
      ? posix.join(posix.dirname(from), specifier)
      : specifier.startsWith('/')
        ? specifier.slice(1)
        : null;
    found.push({ from, to: file === null ? { package: specifier } : { file }, typeOnly });
  };
  const isType = (node: { importKind?: string | null; exportKind?: string | null }) =>
    node.importKind === 'type' || node.exportKind === 'type';

  const { program, errors } = parseSync(from, code);
  if (errors.length > 0) throw new Error(`${from}: ${errors[0]?.message}`);
  new Visitor({
    ImportDeclaration(node) {
      const named = node.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
      const onlyTypes = named.length > 0 && named.length === node.specifiers.length;
      add(node.source.value, isType(node) || (onlyTypes && named.every(isType)));
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, isType(node));
    },
    ExportAllDeclaration: (node) => add(node.source.value, isType(node)),
    TSImportType: (node) => add(node.source.value, true),
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.source.value, false);
    },
    MemberExpression({ object }) {
      if (object.type === 'Identifier' && ['browser', 'chrome'].includes(object.name))
        found.push({ from, to: { global: 'browser' }, typeOnly: false });
    },
  }).visit(program);
  return found;
}
