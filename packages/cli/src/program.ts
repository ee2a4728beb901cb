/** The commands and their options; what each does is loaded only when it runs. */

import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { exitStatus, Failure, isSentence } from './failure.ts'
import { formatNames } from './formats/formats.ts'
import { version } from './version.ts'

/** Runs the command line and returns the exit status. Never throws. */
export async function run(argv: string[]): Promise<number> {
  let status: number = exitStatus.done
  const program = createProgram((value) => {
    status = value
  })
  try {
    await program.parseAsync(argv)
    return status
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitStatus.done : exitStatus.wrongUse
    }
    if (isSentence(error)) {
      process.stderr.write(`evenkeel: ${error.message}\n`)
      return error instanceof Failure ? error.status : exitStatus.wrongUse
    }
    // A bug: its stack helps to find it.
    process.stderr.write(`evenkeel: ${error instanceof Error ? error.stack : String(error)}\n`)
    return exitStatus.wrongUse
  }
}

type SetStatus = (status: number) => void

export function createProgram(setStatus: SetStatus): Command {
  const program = new Command('evenkeel')
    .description('Kubernetes security posture: what is wrong, why, and how to fix it.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(evenkeel --help lists commands and options)')
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'evenkeel: ')),
    })
  addUp(program)
  addScan(program, setStatus)
  addCollect(program)
  addServe(program)
  addAgent(program, setStatus)
  addManifest(program)
  addBenchmarks(program)
  addRules(program, setStatus)
  return program
}

function addUp(program: Command): void {
  program
    .command('up')
    .description('start the server and the pages on this machine and evaluate at once')
    .option('--data-dir <folder>', 'where the database lies', '.evenkeel')
    .addOption(portOption(4400))
    .option('--context <name>', 'the kubeconfig context to look at, instead of the current one')
    .option(
      '--kubeconfig <file>',
      'the kubeconfig to use, instead of $KUBECONFIG or ~/.kube/config',
    )
    .option('--sample', 'show the recorded sample cluster, whatever else is there')
    .action(async (options) => {
      const { up } = await import('./commands/up.ts')
      await up(options)
    })
}

function addScan(program: Command, setStatus: SetStatus): void {
  program
    .command('scan')
    .description('one cycle: the cluster of the kubeconfig, a node, manifests or a snapshot')
    .argument('[target...]', '`node`, files, folders, `-` for standard input, snapshots')
    .option('--context <name>', 'the kubeconfig context to look at')
    .option('--kubeconfig <file>', 'the kubeconfig to use')
    .option('--root <folder>', 'for `node`: a mounted or recorded file system', '/')
    .option('--benchmark <id>', 'only the rules of this benchmark (repeatable)', collect, [])
    .option('--rule <id>', 'only this rule (repeatable)', collect, [])
    .option(
      '--rules <folder>',
      'rules of your own beside the built-in ones (repeatable)',
      collect,
      [],
    )
    .option('--fixes', 'try the fix of each failed finding in memory and show it')
    .option('--kubernetes-version <version>', 'evaluate as for this version, such as 1.35')
    .option('--namespace <name>', 'only this namespace (repeatable)', collect, [])
    .addOption(
      new Option('--format <format>', 'how to print; `table` where nothing is said (repeatable)')
        .argParser(collectOneOf(formatNames))
        .default([], 'table'),
    )
    .option(
      '--output <file>',
      'where the format before it goes, instead of standard output (repeatable)',
      collect,
      [],
    )
    .option('--explain <component>', 'for a node: the effective settings of a component instead')
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit with 1 if a finding this bad or worse failed',
      ).choices(['critical', 'high', 'medium', 'low', 'info']),
    )
    .option('--baseline <file>', 'a result of before, as --format json wrote it')
    .option('--fail-on-new', 'exit with 1 if anything failed that is not in the baseline')
    .option('--min-score <n>', 'exit with 1 if the lower bound of the score is below', percentage)
    .option(
      '--min-coverage <n>',
      'exit with 3 if less of what was expected was looked at',
      percentage,
    )
    .action(async (targets: string[], options) => {
      if (options.explain !== undefined) {
        const { explainNode } = await import('./commands/explain-node.ts')
        const [output] = options.output
        setStatus(await explainNode(targets, options.explain, { ...options, output }))
        return
      }
      const { scan } = await import('./commands/scan.ts')
      setStatus(await scan(targets, options))
    })
}

function addCollect(program: Command): void {
  program
    .command('collect')
    .description('facts only, redacted, into a snapshot file that `scan` evaluates elsewhere')
    .argument('[target...]', '`node`, files, folders; nothing means the cluster')
    .option('--context <name>', 'the kubeconfig context to look at')
    .option('--kubeconfig <file>', 'the kubeconfig to use')
    .option('--root <folder>', 'for `node`: a mounted or recorded file system', '/')
    .option('--namespace <name>', 'only this namespace (repeatable)', collect, [])
    .requiredOption('--output <file>', 'the snapshot to write, such as cluster.snapshot.gz')
    .action(async (targets: string[], options) => {
      const { collectSnapshot } = await import('./commands/collect.ts')
      await collectSnapshot(targets, options)
    })
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('the server, for agents in clusters')
    .option('--host <address>', 'the address to listen on', '0.0.0.0')
    .addOption(portOption(4400))
    .option('--data-dir <folder>', 'where the embedded database lies', '.evenkeel')
    .option('--public-url <url>', 'how agents and browsers reach this server')
    .addHelpText(
      'after',
      '\nDATABASE_URL names a PostgreSQL server to use instead of the embedded one.',
    )
    .action(async (options) => {
      const { serve } = await import('./commands/serve.ts')
      await serve(options)
    })
}

function addAgent(program: Command, setStatus: SetStatus): void {
  program
    .command('agent')
    .description('the agent, as the manifest runs it; each option is an environment variable too')
    .addArgument(
      new Argument('[task]', '`doctor` only looks at what the agent needs').choices(['doctor']),
    )
    .option('--server <url>', 'the server to report to ($EVENKEEL_SERVER)')
    .option('--token-file <file>', 'holds the enrolment token ($EVENKEEL_TOKEN_FILE)')
    .option('--period <duration>', 'time between full cycles, such as 4h or 30m ($EVENKEEL_PERIOD)')
    .option('--host-root <folder>', 'below it the paths of the host are mounted ($HOST_ROOT)')
    .option('--node-name <name>', 'the name of this node ($NODE_NAME)')
    .option('--config <file>', 'a YAML file with the same settings ($EVENKEEL_CONFIG)')
    .action(async (task: string | undefined, options: Record<string, string | undefined>) => {
      // Settings are named as on the command line: `token-file`.
      const named = Object.entries(options).map(([name, value]) => [toKebabCase(name), value])
      if (task === 'doctor') {
        const { agentDoctor } = await import('./commands/agent-doctor.ts')
        setStatus(await agentDoctor(Object.fromEntries(named)))
        return
      }
      const { agent } = await import('./commands/agent.ts')
      await agent(Object.fromEntries(named))
    })
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function addManifest(program: Command): void {
  program
    .command('manifest')
    .description('the manifest that deploys the agent; made for `kubectl apply -f -`')
    .requiredOption('--cluster <name>', 'what the cluster is called')
    .requiredOption('--server <url>', 'how the agents reach the server')
    .option('--token-file <file>', 'the enrolment token; $EVENKEEL_TOKEN otherwise')
    .option('--image <name>', 'the agent image')
    .option('--period <duration>', 'time between full cycles', '4h')
    .option('--namespace <name>', 'the namespace of the agent', 'evenkeel')
    .option('--no-node-checks', 'leave out the host mounts; node rules then become unknown')
    .action(async (options) => {
      const { manifest } = await import('./commands/manifest.ts')
      await manifest(options)
    })
}

function addBenchmarks(program: Command): void {
  const benchmarks = program.command('benchmarks').description('the benchmarks and their rules')
  benchmarks
    .command('list')
    .description('every benchmark with how much of it is evaluated')
    .action(async () => (await import('./commands/benchmarks.ts')).listBenchmarks())
  benchmarks
    .command('show')
    .description('one benchmark, rule by rule')
    .argument('<id>', 'such as cis-kubernetes-1.12')
    .action(async (id: string) => (await import('./commands/benchmarks.ts')).showBenchmark(id))
}

function addRules(program: Command, setStatus: SetStatus): void {
  const rules = program.command('rules').description('the rules, and tools for your own')
  rules
    .command('list')
    .description('every rule with its severity')
    .action(async () => (await import('./commands/rules.ts')).listRules())
  rules
    .command('show')
    .description('one rule: what it is for, its remediation, its source')
    .argument('<id>', 'such as apiserver-profiling')
    .action(async (id: string) => (await import('./commands/rules.ts')).showRule(id))
  addRulesTest(rules, setStatus)
  addRulesEval(rules, setStatus)
  addRulesCheck(rules, setStatus)
}

function addRulesTest(rules: Command, setStatus: SetStatus): void {
  rules
    .command('test')
    .description('run the `test_` rules of files and folders, with the options of `opa test`')
    .argument('<path...>', 'Rego files, data files and folders of them')
    .option('-v, --verbose', 'print every test, not the failed ones only')
    .addOption(formatOption(['pretty', 'json', 'gobench'], 'pretty'))
    .option('-c, --coverage', 'report which lines were evaluated')
    .option('--threshold <percent>', 'end with 2 if fewer lines were evaluated', percentage)
    .option('--bench', 'measure every test')
    .option('-r, --run <pattern>', 'only tests whose `data.package.name` matches')
    .option('--timeout <duration>', 'for one test', '5s')
    .option('--count <n>', 'how often each test is run', positive, 1)
    .option('--ignore <pattern>', 'names to leave out (repeatable)', collect, [])
    .option('--v0-compatible', 'read modules as Rego v0')
    .option('-z, --exit-zero-on-skipped', 'skipped tests do not fail')
    .option('--fail-on-empty', 'end with 2 if there is no test')
    .action(async (paths: string[], options) => {
      const { testRules } = await import('./commands/rules-test.ts')
      setStatus(await testRules(paths, options))
    })
}

function addRulesEval(rules: Command, setStatus: SetStatus): void {
  rules
    .command('eval')
    .description('evaluate a query, with the options of `opa eval`')
    .argument('<query>', "such as 'data.rules.allow'")
    .option('-d, --data <path>', 'policies and data (repeatable)', collect, [])
    .option('-i, --input <file>', 'the input document')
    .option('-I, --stdin-input', 'read the input from standard input')
    .addOption(formatOption(['json', 'values', 'bindings', 'pretty', 'raw', 'discard'], 'json'))
    .option('--fail', 'end with 1 if the answer is undefined')
    .option('--fail-defined', 'end with 1 if there is an answer')
    .option('--coverage', 'report which lines were evaluated')
    .option('--profile', 'print the slowest expressions')
    .addOption(
      new Option('--explain <what>', 'print the expressions in the order of evaluation')
        .choices(['off', 'full', 'notes', 'fails'])
        .default('off'),
    )
    .option('--strict-builtin-errors', "a built-in's error ends the evaluation")
    .option('--timeout <duration>', 'for the evaluation')
    .option('--v0-compatible', 'read modules as Rego v0')
    .action(async (query: string, options) => {
      const { evaluateQuery } = await import('./commands/rules-eval.ts')
      setStatus(await evaluateQuery(query, options))
    })
}

function addRulesCheck(rules: Command, setStatus: SetStatus): void {
  rules
    .command('check')
    .description('compile files and folders and say what is wrong')
    .argument('<path...>', 'Rego files and folders')
    .option('-S, --strict', 'also what is allowed but likely a mistake')
    .addOption(formatOption(['pretty', 'json'], 'pretty'))
    .option('--ignore <pattern>', 'names to leave out (repeatable)', collect, [])
    .option('--v0-compatible', 'read modules as Rego v0')
    .action(async (paths: string[], options) => {
      const { checkRules } = await import('./commands/rules-check.ts')
      setStatus(await checkRules(paths, options))
    })
  rules
    .command('fmt')
    .description('format Rego files; prints them unless told otherwise')
    .argument('<path...>', 'Rego files and folders')
    .option('-w, --write', 'change the files')
    .option('-l, --list', 'name the files that would change')
    .option('--fail', 'end with 1 if a file would change')
    .option('--v0-compatible', 'read modules as Rego v0')
    .action(async (paths: string[], options) => {
      const { formatRules } = await import('./commands/rules-check.ts')
      setStatus(await formatRules(paths, options))
    })
}

function formatOption(choices: string[], usual: string): Option {
  return new Option('-f, --format <format>', 'how to print').choices(choices).default(usual)
}

function positive(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('Give a whole number above 0.')
}

function portOption(port: number): Option {
  return new Option('--port <n>', 'the port to listen on')
    .argParser((text: string) => {
      const value = Number(text)
      if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
      throw new InvalidArgumentError('A port is a number from 0 to 65535; 0 takes any free one.')
    })
    .default(port)
}

function percentage(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 100) return value
  throw new InvalidArgumentError('Give a number from 0 to 100.')
}

function collectOneOf<const T extends string>(choices: readonly T[]) {
  return (value: string, values: T[]): T[] => {
    const choice = choices.find((it) => it === value)
    if (choice !== undefined) return [...values, choice]
    throw new InvalidArgumentError(`Allowed are ${choices.join(', ')}.`)
  }
}

function collect(value: string, values: string[]): string[] {
  return [...values, value]
}
