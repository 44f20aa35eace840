import { writeFileSync } from 'node:fs';
import { AppModule } from '../../dist/app.module.js';
import { Clock } from '../../dist/kernel/clock.js';
import { createApplication } from '../../dist/platform/http/application.js';
import { describeApi } from '../../dist/platform/http/docs.js';

/**
 * Writes the OpenAPI document of the built service to `dist/openapi.json`, without a database: the application is made,
 * never started, so nothing asks the stand-in anything but the names of its parts.
 */
const nothing = new Proxy(() => undefined, { get: (_target, name) => (name === 'then' ? undefined : nothing) });
const app = await createApplication(AppModule.forRoot({ database: nothing, clock: new Clock() }), {
  logLevel: 'silent',
});
writeFileSync('dist/openapi.json', JSON.stringify(describeApi(app), null, 2));
process.exit(0);
