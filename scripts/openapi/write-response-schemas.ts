import { writeFileSync } from 'node:fs';
import { deriveResponseSchemas } from './response-schemas.js';

/** The build's second step: what each route answers with, beside the code that serves the OpenAPI document. */
writeFileSync('dist/platform/http/response-schemas.json', JSON.stringify(deriveResponseSchemas(process.cwd())));
