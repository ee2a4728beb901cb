/** The commands and their options; what each does is loaded only when it runs. */

import { Argument, Command, CommanderError } from 'commander'
import { exitStatus, Failure, isSentence } from './failure.ts'
import { addAgent } from './program/agent.ts'
import { addDb } from './program/db.ts'
import { examples } from './program/examples.ts'
import { addManifest } from './program/manifest.ts'
import { collect, portOption, type SetStatus } from './program/options.ts'
import { addRules } from './program/rules.ts'
import { addDiff, addExplain, addFix, addScan } from './program/scan.ts'
import { addServe } from './program/serve.ts'
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
  addFix(program, setStatus)
  addExplain(program)
  addDiff(program, setStatus)
  addCollect(program)
  addServe(program)
  addDb(program, setStatus)
  addAgent(program, setStatus)
  addManifest(program)
  addBenchmarks(program)
  addRules(program, setStatus)
  addCompletion(program)
  for (const command of [...program.commands, ...program.commands.flatMap((it) => it.commands)]) {
    addExamples(command)
  }
  return program
}

function addExamples(command: Command): void {
  const parent = command.parent?.parent ? `${command.parent.name()} ` : ''
  const own = examples[`${parent}${command.name()}`]
  if (!own) return
  const lines = own.map(({ line, what }) => `  # ${what}\n  ${line}`)
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('the completion script for a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completion } = await import('./commands/completion.ts')
      completion(shell, program)
    })
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
