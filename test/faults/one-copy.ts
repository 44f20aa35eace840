import { createRequire } from 'node:module';
import * as classTransformer from 'class-transformer';
import * as classValidator from 'class-validator';

/**
 * Nest finds these by name at run time, beside the bundle: it is given those of the bundle, since reading them again from
 * their hundreds of files takes longer than anything else at the start.
 */
const require = createRequire(import.meta.url);
for (const [name, exports] of Object.entries({
  'class-transformer': classTransformer,
  'class-validator': classValidator,
})) {
  const filename = require.resolve(name);
  require.cache[filename] = Object.assign(Object.create(null) as NodeJS.Module, { filename, exports, loaded: true });
}
