import ts from 'typescript';

/** A JSON Schema (2020-12), as far as types need one. */
export type Schema = { readonly [keyword: string]: unknown };

/** Types of libraries that stand for one JSON value. */
const OF_NAME: Readonly<Record<string, Schema>> = {
  Date: { type: 'string', format: 'date-time' },
  Buffer: { type: 'string', contentEncoding: 'base64' },
};

/** Wider than any shape that an API answers with; what is deeper is a type that contains itself without a name. */
const DEEPEST = 12;

/**
 * Writes the JSON Schemas of TypeScript types as `JSON.stringify` would make them. A named type of ours becomes a
 * component that the others refer to; a type with arguments (`Page<Customer>`) is written out where it stands.
 */
export class SchemaWriter {
  /** Schemas by the name of their type. */
  readonly components = new Map<string, Schema>();
  private readonly nameOf = new Map<ts.Symbol, string>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly isOurs: (declaration: ts.Node) => boolean,
  ) {}

  /** The schema of a type; a reference where the type has a name. */
  write(type: ts.Type, depth = 0): Schema {
    if (depth > DEEPEST) return {};
    const named = this.namedSymbol(type);
    return named === undefined ? this.shape(type, depth) : this.reference(named, type);
  }

  private reference(symbol: ts.Symbol, type: ts.Type): Schema {
    let name = this.nameOf.get(symbol);
    if (name === undefined) {
      name = this.freeName(symbol);
      this.nameOf.set(symbol, name);
      this.components.set(name, {});
      this.components.set(name, withDescription(this.shape(type, 0), this.commentOf(symbol)));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Two features may name a type alike: the second is told apart by its folder. */
  private freeName(symbol: ts.Symbol): string {
    if (!this.components.has(symbol.name)) return symbol.name;
    const [, folder = 'other'] =
      /src\/(?:platform\/)?([^/]+)\//.exec(declarationOf(symbol)?.getSourceFile().fileName ?? '') ?? [];
    return `${folder[0]?.toUpperCase() ?? ''}${folder.slice(1)}${symbol.name}`;
  }

  /** The alias, class or interface of ours that names a type and takes no arguments. */
  private namedSymbol(type: ts.Type): ts.Symbol | undefined {
    const isAlias = type.aliasSymbol !== undefined;
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.getSymbol() : undefined);
    const declaration = declarationOf(symbol);
    if (symbol === undefined || declaration === undefined || !this.isOurs(declaration)) return undefined;
    if (isAlias && (type.aliasTypeArguments?.length ?? 0) > 0) return undefined;
    const isWorthAName = (type.flags & ts.TypeFlags.Object) !== 0 || type.isUnionOrIntersection();
    return isWorthAName ? symbol : undefined;
  }

  private shape(type: ts.Type, depth: number): Schema {
    const { flags } = type;
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isUnion()) return this.union(type, depth);
    if (type.isIntersection() || flags & ts.TypeFlags.Object) return this.object(type, depth);
    if (flags & ts.TypeFlags.Never) return { not: {} };
    return {};
  }

  private union(type: ts.UnionType, depth: number): Schema {
    const members = type.types.filter((member) => (member.flags & ts.TypeFlags.Undefined) === 0);
    const literals = members.flatMap((member) =>
      member.isStringLiteral() || member.isNumberLiteral() ? [member.value] : [],
    );
    const booleans = members.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral);
    const others = members.filter(
      (member) =>
        !member.isStringLiteral() && !member.isNumberLiteral() && !(member.flags & ts.TypeFlags.BooleanLiteral),
    );
    const schemas = [
      ...(literals.length > 0 ? [{ type: typeof literals[0], enum: literals }] : []),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((member) => this.shape(member, depth))),
      ...others.filter((member) => !isNull(member)).map((member) => this.write(member, depth + 1)),
      ...(others.some(isNull) ? [{ type: 'null' }] : []),
    ];
    return schemas.length === 1 ? (schemas[0] ?? {}) : { anyOf: schemas };
  }

  private object(type: ts.Type, depth: number): Schema {
    const known = OF_NAME[type.getSymbol()?.name ?? ''];
    if (known !== undefined) return known;
    if (this.checker.isTupleType(type) || this.checker.isArrayType(type)) {
      const items = this.checker.getTypeArguments(type as ts.TypeReference);
      const unique = items.length === 1 || this.checker.isArrayType(type) ? items[0] : undefined;
      if (unique !== undefined) return { type: 'array', items: this.write(unique, depth + 1) };
      return { type: 'array', items: { anyOf: items.map((item) => this.write(item, depth + 1)) } };
    }
    const properties = this.checker.getPropertiesOfType(type).filter((property) => !isMethod(property));
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(properties.length > 0
        ? {
            properties: Object.fromEntries(
              properties.map((property) => [property.name, this.property(property, depth)]),
            ),
          }
        : {}),
      ...(properties.some(isRequired) ? { required: properties.filter(isRequired).map(({ name }) => name) } : {}),
      ...(index === undefined ? {} : { additionalProperties: this.write(index.type, depth + 1) }),
    };
  }

  private property(property: ts.Symbol, depth: number): Schema {
    return withDescription(this.write(this.checker.getTypeOfSymbol(property), depth + 1), this.commentOf(property));
  }

  private commentOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
  }
}

function declarationOf(symbol: ts.Symbol | undefined): ts.Declaration | undefined {
  return symbol?.declarations?.[0];
}

function isNull(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Null) !== 0;
}

function isMethod(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Method) !== 0;
}

function isRequired(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Optional) === 0;
}

function withDescription(schema: Schema, description: string): Schema {
  return description === '' ? schema : { ...schema, description };
}
