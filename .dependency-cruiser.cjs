/** Who may import whom. Later features import earlier ones, never back; the kernel is closed; pure files stay pure. */
const order = [
  ['kernel'],
  ['platform'],
  ['customers', 'meetings', 'incidents', 'policies'],
  ['assessments'],
  ['offers'],
  ['claims'],
  ['letters', 'outreach', 'billing'],
  ['portal'],
  ['console', 'people'],
  ['demo'],
];

const backward = order.flatMap((features, tier) =>
  features.map((feature) => ({
    name: `${feature}-imports-earlier-only`,
    severity: 'error',
    from: { path: `^src/${feature}/` },
    to: {
      path: `^src/(${order
        .slice(tier + 1)
        .flat()
        .concat(['main\\.ts', 'cli\\.ts', 'cli/', 'start\\.ts', 'app\\.module\\.ts', 'entities\\.ts'])
        .join('|')})`,
    },
  })),
);

const ROLE = '\\.(entity|sql|service|controller|dto|module|guard|filter|interceptor|spec)\\.ts$';

module.exports = {
  forbidden: [
    ...backward,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-is-closed',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/kernel/|node_modules/(decimal\\.js|uuid|temporal-polyfill)/' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform|kernel)' },
    },
    {
      name: 'pure-files-import-no-framework',
      comment: 'A file without a role suffix is pure: no Nest, no database.',
      severity: 'error',
      from: {
        path: '^src/(kernel|customers|meetings|incidents|policies|assessments|offers|claims|letters|outreach|billing|portal|demo)/',
        pathNot: ROLE,
      },
      to: {
        path: 'node_modules/(@nestjs|typeorm|pg|fastify)/|^src/platform/(database|jobs|outbox)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-way-out-by-http',
      comment: 'An address from outside is a danger: only the guarded client of platform/outgoing makes requests.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/outgoing/' },
      to: {
        path: '^(node:)?(http|https|http2|dns|dns/promises)$|node_modules/(undici|@better-fetch)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
