/** Who may import whom (shared/decisions has the why). Checked by `npm run check`. */
const pure = '^shared/(flow|compile|run|view)/';
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'A cycle has no first file to read.',
    ),
    forbid(
      'flow-imports-nothing',
      { path: '^shared/flow/' },
      { path: '^(shared/(?!flow/|errors/)|functions|infra)' },
      'The language comes first.',
    ),
    forbid(
      'compile-imports-flow',
      { path: '^shared/compile/' },
      { path: '^(shared/(?!compile/|flow/|errors/)|functions|infra)' },
      'The compiler knows the language only.',
    ),
    forbid(
      'run-imports-flow-and-plan',
      { path: '^shared/run/' },
      { path: '^(shared/(?!run/|flow/|compile/|errors/)|functions|infra)' },
      'The run log is pure.',
    ),
    forbid(
      'view-is-pure',
      { path: '^shared/view/' },
      { path: '^(shared/(?!view/|run/|flow/|compile/|errors/)|functions|infra)' },
      'Views are computed from events.',
    ),
    forbid(
      'pure-has-no-io',
      { path: pure },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
      'No clock, no network, no files in the pure parts.',
    ),
    forbid(
      'pure-has-no-sdk',
      { path: pure },
      { path: 'node_modules/(@aws-sdk|@aws-lambda-powertools|@middy|undici)' },
      'Pure parts know no service.',
    ),
    forbid(
      'commands-know-ports',
      { path: '^shared/(commands|steps|evaluate)/' },
      { path: '^(shared/(store|aws|api)/|functions|infra|node_modules/@aws-sdk)' },
      'Commands and steps speak to ports.',
    ),
    forbid(
      'sdk-only-in-adapters',
      { pathNot: '^(shared/(store|aws)/|infra/|test/)' },
      { path: 'node_modules/@aws-sdk' },
      'AWS clients live in the adapters.',
    ),
    forbid(
      'functions-stand-alone',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: '^functions/$1/' },
      'A function imports no other function.',
    ),
    forbid(
      'functions-not-infra',
      { path: '^(functions|shared)/' },
      { path: '^(infra|test)/' },
      'The product does not know where it runs.',
    ),
    forbid(
      'cli-speaks-http',
      { path: '^functions/cli/' },
      { path: '^shared/(store|aws|commands|steps|evaluate)/' },
      'The CLI is a client of the API.',
    ),
    forbid(
      'console-speaks-http',
      { path: '^functions/console/' },
      { path: '^(shared/(?!(api|view|flow|run)/)|infra)' },
      'The console is a client of the API; it may share pure words with it.',
    ),
    forbid('test-only-in-tests', { pathNot: '^test/' }, { path: '^test/' }, 'Nothing depends on tests.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: undefined,
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
    exclude: { path: '(cdk\\.out|test/goldens)' },
  },
};
