import { availableParallelism } from 'node:os';

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2023',
    keepClassNames: true,
  },
  sourceMaps: 'inline',
};

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // Our imports name the file that the build makes; here the source beside it is meant.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
};

/** `unit` needs nothing; `database` gets one embedded PostgreSQL with a template that each test file clones. */
export default {
  testTimeout: 60_000,
  // Half of a file's time is spent waiting for the database, so that two of them fit on two processors.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
  projects: [
    { ...base, displayName: 'unit', roots: ['<rootDir>/src', '<rootDir>/test/oracle'], testRegex: '.*\\.spec\\.ts$' },
    {
      ...base,
      displayName: 'database',
      roots: [
        '<rootDir>/test/integration',
        '<rootDir>/test/scenarios',
        '<rootDir>/test/schema',
        '<rootDir>/test/faults',
      ],
      testRegex: '.*\\.test\\.ts$',
      globalSetup: '<rootDir>/test/support/start-postgres.ts',
      globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
    },
    {
      ...base,
      displayName: 'ui',
      roots: ['<rootDir>/test/ui'],
      testRegex: '.*\\.test\\.ts$',
      globalSetup: '<rootDir>/test/support/start-postgres.ts',
      globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
    },
  ],
};
