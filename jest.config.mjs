import { availableParallelism } from 'node:os';

const base = {
  // Each file in a plain Node process, which keeps the libraries between files: loading them anew for each file, as
  // jest's own runner does, took half of the run.
  runner: 'jest-light-runner/child-process',
  setupFiles: ['<rootDir>/test/support/end-with-runner.mjs', '<rootDir>/test/support/typescript.mjs'],
};

/** `unit` needs nothing; `database` gets one embedded PostgreSQL with a template that each test file clones. */
export default {
  // Half of a file's time is spent waiting for the database, so that two of them fit on two processors.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
  testSequencer: '<rootDir>/scripts/test-sequencer.mjs',
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
      globalSetup: '<rootDir>/test/support/start-postgres.mjs',
      globalTeardown: '<rootDir>/test/support/stop-postgres.mjs',
    },
    {
      ...base,
      displayName: 'ui',
      roots: ['<rootDir>/test/ui'],
      testRegex: '.*\\.test\\.ts$',
      globalSetup: '<rootDir>/test/support/start-postgres.mjs',
      globalTeardown: '<rootDir>/test/support/stop-postgres.mjs',
    },
  ],
};
