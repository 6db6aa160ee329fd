import { parseSync, Visitor, type ESTree } from 'vite';

/** A React component or hook: how many props it takes, and how many hooks it calls. */
export interface Component {
  name: string;
  props: number;
  hooks: number;
}

type Function = ESTree.Function | ESTree.ArrowFunctionExpression;

/** The components and hooks of a file. */
export function components(file: string, code: string): Component[] {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: { name: string; node: Function }[] = [];
  const calls: number[] = [];
  const types = new Map<string, ESTree.TSType | ESTree.TSInterfaceDeclaration>();
  const add = (name: string, node: Function | undefined) => {
    if (node && /^([A-Z]|use[A-Z])/.test(name)) found.push({ name, node });
  };

  new Visitor({
    FunctionDeclaration: (node) => add(node.id?.name ?? '', node),
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init) add(id.name, functionIn(init));
    },
    CallExpression({ callee, start }) {
      const called = callee.type === 'MemberExpression' ? callee.property : callee;
      if (called.type === 'Identifier' && /^use([A-Z]|$)/.test(called.name)) calls.push(start);
    },
    TSTypeAliasDeclaration: (node) => void types.set(node.id.name, node.typeAnnotation),
    TSInterfaceDeclaration: (node) => void types.set(node.id.name, node),
  }).visit(program);

  const innermost = (call: number) =>
    found
      .filter(({ node }) => node.start <= call && call < node.end)
      .sort((a, b) => b.node.start - a.node.start)[0];
  return found.map((component) => ({
    name: component.name,
    props: /^[A-Z]/.test(component.name) ? propsOf(component.node, types) : 0,
    hooks: calls.filter((call) => innermost(call) === component).length,
  }));
}

/** The function itself, or the one that a call such as `memo(…)` wraps. */
function functionIn(node: ESTree.Expression | ESTree.SpreadElement): Function | undefined {
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return node;
  return node.type === 'CallExpression' && node.arguments[0]
    ? functionIn(node.arguments[0] as ESTree.Expression)
    : undefined;
}

function propsOf(
  { params }: Function,
  types: Map<string, ESTree.TSType | ESTree.TSInterfaceDeclaration>,
): number {
  const param = params[0];
  if (param === undefined || !('typeAnnotation' in param)) return 0;
  const membersOf = (type: ESTree.TSType | ESTree.TSInterfaceDeclaration | undefined): number => {
    switch (type?.type) {
      case 'TSTypeLiteral':
        return type.members.length;
      case 'TSInterfaceDeclaration':
        return type.body.body.length;
      case 'TSIntersectionType':
        return type.types.reduce((sum, part) => sum + membersOf(part), 0);
      case 'TSTypeReference':
        return type.typeName.type === 'Identifier' ? membersOf(types.get(type.typeName.name)) : 0;
      default:
        return 0;
    }
  };
  const named = param.type === 'ObjectPattern' ? param.properties.length : 0;
  return Math.max(named, membersOf(param.typeAnnotation?.typeAnnotation));
}
