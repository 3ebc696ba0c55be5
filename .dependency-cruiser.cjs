/** Who may import whom (docs/architecture.md). Pure libs see no framework, disk, network, clock or environment. */
const PURE = '^libs/(statements|custody|inference|arbitration|viz|http-signatures|tribunal|simulation|baselines)/src/';
const mayImport = (from, allowed) => ({
  name: `${from}-imports`,
  severity: 'error',
  comment: `libs/${from} may import ${allowed.length === 0 ? 'no other lib' : allowed.join(', ')}`,
  from: { path: `^libs/${from}/`, pathNot: '/test/' },
  to: { path: '^(libs|apps)/', pathNot: `^libs/(${[from, ...allowed].join('|')})/` },
});
const onlyImporter = (library, place) => ({
  name: `only-importer-of-${library}`,
  severity: 'error',
  comment: `${library} is imported under ${place} alone`,
  from: { path: '^(apps|libs)/', pathNot: [place, '/test/', '\\.spec\\.ts$'] },
  to: { path: `node_modules/${library}/` },
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.spec\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
    mayImport('statements', []),
    mayImport('inference', []),
    mayImport('viz', []),
    mayImport('custody', ['statements']),
    mayImport('arbitration', ['custody', 'inference', 'statements']),
    mayImport('http-signatures', ['statements']),
    mayImport('tribunal', ['arbitration', 'custody', 'inference', 'statements']),
    mayImport('simulation', ['inference', 'arbitration', 'custody', 'statements']),
    mayImport('baselines', ['inference']),
    mayImport('config', []),
    mayImport('embedded', []),
    mayImport('backup', []),
    mayImport('queue', []),
    mayImport('store', ['tribunal', 'arbitration', 'custody', 'inference', 'statements']),
    onlyImporter('typeorm', '^libs/store/'),
    onlyImporter('(bullmq|ioredis)', '^libs/queue/'),
    onlyImporter('@nestjs', '^apps/server/'),
    {
      name: 'baselines-are-no-product',
      severity: 'error',
      comment: 'what is there to be beaten is imported where judges are measured alone',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['^apps/cli/src/evaluate/', '^libs/baselines/', '/test/', '\\.spec\\.ts$'],
      },
      to: { path: '^libs/baselines/' },
    },
    {
      name: 'no-app-imports-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    { name: 'libs-import-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'enter-by-index',
      severity: 'error',
      comment: 'a lib is used through its index.ts',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'pure-libs',
      severity: 'error',
      from: { path: PURE, pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          '^(fs|net|http|https|tls|dgram|child_process|worker_threads|os|readline)(/|$)',
          '^node:(fs|net|http|https|tls|dgram|child_process|worker_threads|os|readline)',
          'node_modules/(@nestjs|typeorm|bullmq|pg|commander|piscina)/',
        ],
      },
    },
    { name: 'not-to-spec', severity: 'error', from: {}, to: { path: '\\.spec\\.ts$' } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^(apps|libs)/[^/]+/(src|bin)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
