// Prints the meta model of the Language Server Protocol, in the form of the official metaModel.json, from the
// official typings: the npm package ships the model's schema but not the model itself, and the official one is
// generated from these same declarations.
//
//   node extract.mjs NODE_MODULES > metaModel.json
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const fromRoot = createRequire(join(resolve(process.argv[2]), 'x.js'));
const manifest = fromRoot.resolve('vscode-languageserver-protocol/package.json');
const fromProtocol = createRequire(manifest);
const ts = fromRoot('typescript');
const runtime = fromProtocol('vscode-languageserver-protocol');

const folder = join(dirname(manifest), 'lib', 'common');
const sources = [
  ...readdirSync(folder)
    .filter((name) => /^protocol.*\.d\.ts$/.test(name))
    .map((name) => join(folder, name)),
  join(dirname(fromProtocol.resolve('vscode-languageserver-types')), 'main.d.ts'),
].map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));

const base = (name) => ({ kind: 'base', name });
const reference = (name) => ({ kind: 'reference', name });
const oneOf = (items) => (items.length === 1 ? items[0] : { kind: 'or', items });
const property = (name, type, optional = false) => ({ name, type, optional });

const bases = new Set(['integer', 'uinteger', 'decimal', 'URI', 'DocumentUri']);
const open = new Set(['LSPAny', 'LSPObject', 'LSPArray']);

const model = {
  metaData: { version: JSON.parse(readFileSync(manifest, 'utf8')).version },
  requests: [],
  // What JSON-RPC itself brings is declared by its own package as generics, so it is written out here.
  notifications: [
    { method: '$/cancelRequest', messageDirection: 'both', params: reference('CancelParams') },
    { method: '$/progress', messageDirection: 'both', params: reference('ProgressParams') },
    { method: '$/logTrace', messageDirection: 'serverToClient', params: reference('LogTraceParams') },
    { method: '$/setTrace', messageDirection: 'clientToServer', params: reference('SetTraceParams') },
  ],
  structures: [
    { name: 'CancelParams', properties: [property('id', oneOf([base('integer'), base('string')]))] },
    {
      name: 'ProgressParams',
      properties: [property('token', reference('ProgressToken')), property('value', reference('LSPAny'))],
    },
    {
      name: 'LogTraceParams',
      properties: [property('message', base('string')), property('verbose', base('string'), true)],
    },
    { name: 'SetTraceParams', properties: [property('value', base('string'))] },
  ],
  enumerations: [],
  typeAliases: [
    { name: 'ProgressToken', type: oneOf([base('integer'), base('string')]) },
    ...[...open].map((name) => ({ name, type: reference('LSPAny') })),
  ],
};

for (const source of sources) {
  for (const node of source.statements) {
    if (ts.isInterfaceDeclaration(node)) structure(node);
    else if (ts.isTypeAliasDeclaration(node)) alias(node);
    else if (ts.isModuleDeclaration(node)) message(node);
  }
}
process.stdout.write(JSON.stringify(model));

function structure(node) {
  const generics = genericsOf(node);
  const parents = (node.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .map((type) => reference(type.expression.text));
  model.structures.push({
    name: node.name.text,
    extends: parents,
    mixins: [],
    properties: properties(node.members, generics),
  });
}

function alias(node) {
  const name = node.name.text;
  if (bases.has(name) || open.has(name)) return;
  model.typeAliases.push({ name, type: typeOf(node.type, genericsOf(node)) });
}

/** A namespace with the constants `method` and `type` declares one message; its direction is known only at run time. */
function message(node) {
  const constants = constantsOf(node);
  const type = constants.get('type')?.type;
  if (!constants.has('method') || !type || !ts.isTypeReferenceNode(type)) return;
  const method = valueOf(constants.get('method')).text;
  const [kind, args] = [type.typeName.text, type.typeArguments];
  if (kind === 'RegistrationType') return;
  const messageDirection = runtime[node.name.text]?.messageDirection;
  if (!messageDirection) throw new Error(`${node.name.text}: no message direction`);
  const params = (index) => ({ params: typeOf(args[index], new Set()) });
  if (kind === 'ProtocolRequestType') {
    model.requests.push({ method, messageDirection, ...params(0), result: typeOf(args[1], new Set()) });
  } else if (kind === 'ProtocolRequestType0') {
    model.requests.push({ method, messageDirection, result: typeOf(args[0], new Set()) });
  } else if (kind === 'ProtocolNotificationType') {
    model.notifications.push({ method, messageDirection, ...params(0) });
  } else if (kind === 'ProtocolNotificationType0') {
    model.notifications.push({ method, messageDirection });
  }
}

function constantsOf(namespace) {
  const constants = new Map();
  for (const statement of namespace.body.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) constants.set(declaration.name.text, declaration);
  }
  return constants;
}

/** A constant is declared as `const a: "x"` or as `const a = "x"`. */
function valueOf(constant) {
  return constant.initializer ?? constant.type.literal;
}

function genericsOf(node) {
  return new Set((node.typeParameters ?? []).map((parameter) => parameter.name.text));
}

function properties(members, generics) {
  return members
    .filter((member) => ts.isPropertySignature(member))
    .map((member) => property(member.name.text, typeOf(member.type, generics), member.questionToken !== undefined));
}

function typeOf(node, generics) {
  const inner = (child) => typeOf(child, generics);
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return base('string');
    case ts.SyntaxKind.BooleanKeyword:
      return base('boolean');
    case ts.SyntaxKind.NumberKeyword:
      return base('decimal');
    case ts.SyntaxKind.VoidKeyword:
      return base('null');
    case ts.SyntaxKind.AnyKeyword:
    case ts.SyntaxKind.ObjectKeyword:
      return reference('LSPAny');
    case ts.SyntaxKind.ParenthesizedType:
      return inner(node.type);
    case ts.SyntaxKind.ArrayType:
      return { kind: 'array', element: inner(node.elementType) };
    case ts.SyntaxKind.TupleType:
      return { kind: 'tuple', items: node.elements.map(inner) };
    case ts.SyntaxKind.UnionType:
      return oneOf(node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword).map(inner));
    case ts.SyntaxKind.IntersectionType:
      return { kind: 'and', items: node.types.map(inner) };
    case ts.SyntaxKind.LiteralType:
      return literal(node.literal);
    case ts.SyntaxKind.TypeQuery:
      return literal(valueOf(constantNamed(node.exprName.left.text, node.exprName.right.text)));
    case ts.SyntaxKind.TypeLiteral: {
      const index = node.members.find((member) => ts.isIndexSignatureDeclaration(member));
      const known = { kind: 'literal', value: { properties: properties(node.members, generics) } };
      if (!index) return known;
      const map = { kind: 'map', key: inner(index.parameters[0].type), value: inner(index.type) };
      return known.value.properties.length === 0 ? map : { kind: 'and', items: [known, map] };
    }
    case ts.SyntaxKind.TypeReference: {
      const name = (node.typeName.right ?? node.typeName).text;
      if (generics.has(name)) return reference('LSPAny');
      return bases.has(name) ? base(name) : reference(name);
    }
    default:
      throw new Error(`${ts.SyntaxKind[node.kind]} is not handled: ${node.getText()}`);
  }
}

function literal(node) {
  if (node.kind === ts.SyntaxKind.NullKeyword) return base('null');
  if (ts.isStringLiteralLike(node)) return { kind: 'stringLiteral', value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: 'integerLiteral', value: Number(node.text) };
  return { kind: 'booleanLiteral', value: node.kind === ts.SyntaxKind.TrueKeyword };
}

function constantNamed(namespace, name) {
  for (const source of sources) {
    for (const node of source.statements) {
      if (ts.isModuleDeclaration(node) && node.name.text === namespace) return constantsOf(node).get(name);
    }
  }
  throw new Error(`${namespace}.${name} is not declared`);
}
