/** Examples by command: shown by --help, written into the reference, and run by tests. */

export interface Example {
  line: string
  /** What it does, in a few words. */
  what: string
}

export const examples: Readonly<Record<string, readonly Example[]>> = {
  scan: [
    { line: 'evenkeel scan', what: 'the cluster of the current kubeconfig context' },
    { line: 'evenkeel scan node --root /host', what: 'a node whose file system is mounted' },
    { line: 'evenkeel scan deploy/ --fail-on high', what: 'manifests, as a gate of a pipeline' },
    {
      line: 'evenkeel scan deploy/ --format sarif --output scan.sarif --format table',
      what: 'a file for code scanning and a table for people',
    },
    {
      line: 'evenkeel scan chart/ --values chart/values.yaml',
      what: 'a Helm chart, with the lines of its templates',
    },
    {
      line: 'evenkeel scan deploy/ --baseline before.json --fail-on-new',
      what: 'only what is new breaks the gate',
    },
    {
      line: 'evenkeel scan deploy/ --query "rule.section : Pod Security Standards"',
      what: 'a part of the findings',
    },
    {
      line: 'evenkeel scan deploy/ --benchmark pss-restricted --rules policies/',
      what: 'one benchmark and rules of your own',
    },
  ],
  fix: [
    { line: 'evenkeel fix deploy/', what: 'the difference, made of fixes that were tried' },
    { line: 'evenkeel fix deploy/ --write --rule pod-privileged', what: 'one rule, in place' },
  ],
  explain: [
    { line: 'evenkeel explain pod-privileged', what: 'a rule' },
    {
      line: 'evenkeel explain pod-privileged --from before.json',
      what: 'what it found, with the names filled into the remediation',
    },
  ],
  diff: [
    { line: 'evenkeel diff before.json after.json', what: 'what changed between two scans' },
    {
      line: 'evenkeel diff before.json after.json --format markdown',
      what: 'the same for a pull request',
    },
  ],
  collect: [
    {
      line: 'evenkeel collect node --root /host --output node.snapshot.gz',
      what: 'facts of a node, to be evaluated elsewhere',
    },
  ],
  manifest: [
    {
      line: 'evenkeel manifest --cluster prod --server https://evenkeel.example --token-file token',
      what: 'what `kubectl apply -f -` deploys',
    },
  ],
  'benchmarks list': [{ line: 'evenkeel benchmarks list', what: 'all, with their coverage' }],
  'benchmarks show': [
    { line: 'evenkeel benchmarks show cis-kubernetes-1.12', what: 'one, control by control' },
  ],
  'rules list': [
    { line: 'evenkeel rules list --severity critical --severity high', what: 'the worst' },
    { line: 'evenkeel rules list --benchmark cis-eks-1.8 --format json', what: 'for a script' },
  ],
  'rules show': [
    { line: 'evenkeel rules show pod-privileged', what: 'one rule with its Rego source' },
  ],
  'rules test': [{ line: 'evenkeel rules test policies/ --coverage', what: 'tests of your rules' }],
  'rules eval': [{ line: "evenkeel rules eval '1 + 1' --format values", what: 'an expression' }],
  'rules check': [{ line: 'evenkeel rules check policies/', what: 'mistakes, with their place' }],
  'rules fmt': [{ line: 'evenkeel rules fmt policies/ --list', what: 'files to be formatted' }],
  completion: [
    { line: 'evenkeel completion bash', what: 'to be read by the shell: `source <(...)`' },
  ],
}
