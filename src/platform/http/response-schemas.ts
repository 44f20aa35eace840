import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * What the routes answer with, as the build reads it from the controllers' return types: the schema of each route by
 * `Controller_method`, and the components that they refer to.
 */
export type ResponseSchemas = {
  readonly operations: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, object>>;
};

/** RFC 9457, as every refusal is. */
const PROBLEM = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457).',
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'What went wrong, in a sentence.' },
    status: { type: 'number' },
    code: { type: 'string', description: 'Stable: the name of the problem.' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      description: 'Every reason at once; `path` is the field or parameter at fault.',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
        required: ['code', 'message'],
      },
    },
    details: { type: 'object', additionalProperties: true },
  },
  required: ['type', 'title', 'status', 'code'],
};

type Operation = { operationId?: string; responses: Record<string, { content?: Record<string, object> }> };

/**
 * The document with what each route answers put in, refusals too. A request's component that is already there stays as
 * it is; the empty one that is there for a class of an answer gives way.
 */
export function withResponses(document: OpenAPIObject, derived: ResponseSchemas): OpenAPIObject {
  for (const operation of operationsOf(document)) {
    const schema = derived.operations[(operation.operationId ?? '').replace(/_v\d+$/, '')];
    const kind =
      schema !== undefined && 'contentMediaType' in schema ? String(schema.contentMediaType) : 'application/json';
    for (const [status, response] of Object.entries(operation.responses)) {
      if (schema !== undefined && status.startsWith('2')) response.content = { [kind]: { schema } };
    }
    operation.responses['default'] = problemResponse();
  }
  const requests = Object.entries(document.components?.schemas ?? {}).filter(
    ([name, schema]) =>
      !(name in derived.schemas) || Object.keys(('properties' in schema && schema.properties) || {}).length > 0,
  );
  const schemas = { ...derived.schemas, Problem: PROBLEM, ...Object.fromEntries(requests) };
  return { ...document, components: { ...document.components, schemas } };
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((path) =>
    Object.values(path as Record<string, unknown>).filter(
      (operation): operation is Operation =>
        typeof operation === 'object' && operation !== null && 'responses' in operation,
    ),
  );
}

function problemResponse(): { description: string; content: Record<string, object> } {
  return {
    description: 'Refused, with the reasons.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
