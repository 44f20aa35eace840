import { join } from 'node:path';
import ts from 'typescript';
import type { ResponseSchemas } from '../../src/platform/http/response-schemas.js';
import { type Schema, SchemaWriter } from './type-to-schema.js';

const METHODS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);

/** A file is sent as it is; the controller says of what kind with `@ApiProduces`. */
const FILE = 'StreamableFile';

/**
 * Reads the controllers' return types with the compiler, so that one TypeScript type is all that there is of a shape.
 * `root` is the folder of tsconfig.json.
 */
export function deriveResponseSchemas(root: string): ResponseSchemas {
  const path = join(root, 'tsconfig.build.json');
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as { config: unknown };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const controllers = fileNames.filter((file) => file.endsWith('.controller.ts'));
  const program = ts.createProgram(controllers, {
    ...options,
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: undefined,
  });
  const checker = program.getTypeChecker();
  const source = join(root, 'src');
  const writer = new SchemaWriter(checker, (node) => node.getSourceFile().fileName.startsWith(source));
  const operations: Record<string, Schema> = {};
  for (const file of controllers.toSorted()) {
    for (const { operation, type, produces } of operationsOf(program.getSourceFile(file), checker)) {
      const name = checker.typeToString(type);
      if (name === FILE) operations[operation] = { type: 'string', contentMediaType: produces };
      else if (name !== 'void' && name !== 'undefined') operations[operation] = writer.write(type);
    }
  }
  const named = [...writer.components].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { operations, schemas: Object.fromEntries(named) };
}

type Operation = { readonly operation: string; readonly type: ts.Type; readonly produces: string };

function operationsOf(file: ts.SourceFile | undefined, checker: ts.TypeChecker): Operation[] {
  const classes = (file?.statements ?? ([] as readonly ts.Statement[])).filter(ts.isClassDeclaration);
  return classes.flatMap((controller) =>
    controller.members
      .filter((member): member is ts.MethodDeclaration => ts.isMethodDeclaration(member) && isRoute(member))
      .flatMap((method) => {
        const signature = checker.getSignatureFromDeclaration(method);
        if (signature === undefined) return [];
        const type = checker.getReturnTypeOfSignature(signature);
        const operation = `${controller.name?.text ?? ''}_${method.name.getText()}`;
        return [{ operation, type: checker.getAwaitedType(type) ?? type, produces: producesOf(method) }];
      }),
  );
}

function isRoute(method: ts.MethodDeclaration): boolean {
  return (ts.getDecorators(method) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && METHODS.has(expression.expression.getText()),
  );
}

/** The media type that `@ApiProduces` names first. */
function producesOf(method: ts.MethodDeclaration): string {
  for (const { expression } of ts.getDecorators(method) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'ApiProduces') continue;
    const [kind] = expression.arguments;
    if (kind !== undefined && ts.isStringLiteral(kind)) return kind.text;
  }
  return 'application/octet-stream';
}
