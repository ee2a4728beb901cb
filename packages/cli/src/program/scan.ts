/** `scan`, `explain` and `diff` with their options. */

import { type Command, Option } from 'commander'
import { formatNames } from '../formats/formats.ts'
import { keepHeapSmall } from '../small-heap.ts'
import { collect, collectOneOf, percentage, type SetStatus, severityNames } from './options.ts'

export function addScan(program: Command, setStatus: SetStatus): void {
  const command = program
    .command('scan')
    .description('one cycle: the cluster of the kubeconfig, a node, manifests or a snapshot')
    .argument(
      '[target...]',
      '`node`, files, folders, patterns, `-`, Helm charts, Kustomize folders, snapshots',
    )
  addTargetOptions(command)
  addRuleOptions(command)
  addOutputOptions(command)
  addGateOptions(command)
  command.action(async (targets: string[], options) => {
    if (options.explain !== undefined) {
      const { explainNode } = await import('../commands/explain-node.ts')
      const [output] = options.output
      setStatus(await explainNode(targets, options.explain, { ...options, output }))
      return
    }
    if (targets[0] === 'node') keepHeapSmall()
    const { scan } = await import('../commands/scan.ts')
    setStatus(await scan(targets, options))
  })
}

function addTargetOptions(command: Command): void {
  command
    .option('--config <file>', 'settings of the project, instead of evenkeel.yaml where you are')
    .option('--context <name>', 'the kubeconfig context to look at')
    .option('--kubeconfig <file>', 'the kubeconfig to use')
    .option('--root <folder>', 'for `node`: a mounted or recorded file system', '/')
    .option('--namespace <name>', 'only this namespace (repeatable)', collect, [])
    .option('--changed-since <ref>', 'only manifests of the git work tree that differ from the ref')
    .option('--values <file>', 'for Helm charts: a values file (repeatable)', collect, [])
    .option('--set <name=value>', 'for Helm charts: a value (repeatable)', collect, [])
}

function addRuleOptions(command: Command): void {
  command
    .option('--benchmark <id>', 'only the rules of this benchmark (repeatable)', collect, [])
    .option('--rule <id>', 'only this rule (repeatable)', collect, [])
    .option(
      '--rules <folder>',
      'rules of your own beside the built-in ones (repeatable)',
      collect,
      [],
    )
    .option('--kubernetes-version <version>', 'evaluate as for this version, such as 1.35')
    .option('--fixes', 'try the fix of each failed finding in memory and show it')
    .option('--explain <component>', 'for a node: the effective settings of a component instead')
}

function addOutputOptions(command: Command): void {
  command
    .option(
      '--exceptions <file>',
      'what somebody decided to accept, in YAML (repeatable)',
      collect,
      [],
    )
    .option(
      '--exceptions-from <url>',
      'the exceptions of a server; $EVENKEEL_API_TOKEN is its token',
    )
    .option('--no-annotations', 'take no exceptions from annotations of the objects')
    .option('--query <kql>', 'only findings that match, such as "rule.severity : high"')
    .addOption(
      new Option('--format <format>', 'how to print; `table` where nothing is said (repeatable)')
        .choices(formatNames)
        .argParser(collectOneOf(formatNames))
        .default([], 'table'),
    )
    .option(
      '--output <file>',
      'where the format before it goes, instead of standard output (repeatable)',
      collect,
      [],
    )
}

function addGateOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit with 1 if a finding this bad or worse failed',
      ).choices(severityNames),
    )
    .option('--baseline <file>', 'a result of before, as --format json wrote it')
    .option('--fail-on-new', 'exit with 1 if anything failed that is not in the baseline')
    .option(
      '--allow-nothing',
      'files without Kubernetes objects are fine; exit with 0 if nothing is evaluated',
    )
    .option('--min-score <n>', 'exit with 1 if the lower bound of the score is below', percentage)
    .option(
      '--min-coverage <n>',
      'exit with 3 if less of what was expected was looked at',
      percentage,
    )
}

export function addFix(program: Command, setStatus: SetStatus): void {
  program
    .command('fix')
    .description('change manifests so that rules pass; prints the difference unless told to write')
    .argument('<target...>', 'files, folders, patterns; of Helm charts the values are named')
    .option('--write', 'change the files; comments, order and line ends stay')
    .option('--dry-run', 'only print the difference, as happens anyway without --write')
    .option('--benchmark <id>', 'only the rules of this benchmark (repeatable)', collect, [])
    .option('--rule <id>', 'only this rule (repeatable)', collect, [])
    .option('--namespace <name>', 'only this namespace (repeatable)', collect, [])
    .option('--kubernetes-version <version>', 'evaluate as for this version, such as 1.35')
    .option('--values <file>', 'for Helm charts: a values file (repeatable)', collect, [])
    .option('--set <name=value>', 'for Helm charts: a value (repeatable)', collect, [])
    .action(async (targets: string[], options) => {
      const { fix } = await import('../commands/fix.ts')
      setStatus(await fix(targets, options))
    })
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('a rule, or a finding of a result, in full: why, evidence, how to fix it')
    .argument('<rule or finding>', 'a rule such as pod-privileged, or the id of a finding')
    .option('--from <file>', 'the result with the finding, as --format json wrote it')
    .action(async (name: string, options) => {
      const { explain } = await import('../commands/explain.ts')
      await explain(name, options)
    })
}

export function addDiff(program: Command, setStatus: SetStatus): void {
  program
    .command('diff')
    .description('what differs between two results of `scan --format json`, or two snapshots')
    .argument('<before>', 'the earlier one')
    .argument('<after>', 'the later one')
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices(['table', 'json', 'markdown'])
        .default('table'),
    )
    .option('--output <file>', 'write to a file instead of standard output')
    .option('--fail-on-new', 'exit with 1 if anything failed that had not')
    .action(async (before: string, after: string, options) => {
      const { diff } = await import('../commands/diff.ts')
      setStatus(await diff(before, after, options))
    })
}
