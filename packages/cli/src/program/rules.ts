/** `rules` and its options. */

import { type Command, Option } from 'commander'
import {
  collect,
  collectOneOf,
  formatOption,
  percentage,
  positive,
  type SetStatus,
  severityNames,
} from './options.ts'

export function addRules(program: Command, setStatus: SetStatus): void {
  const rules = program.command('rules').description('the rules, and tools for your own')
  rules
    .command('list')
    .description('every rule with its severity')
    .addOption(
      new Option('--severity <severity>', 'only of this severity (repeatable)')
        .choices(severityNames)
        .argParser(collectOneOf(severityNames))
        .default([], 'all'),
    )
    .option('--benchmark <id>', 'only those that it numbers (repeatable)', collect, [])
    .option('--kind <kind>', 'only those for objects of this kind (repeatable)', collect, [])
    .addOption(new Option('--assessment <how>', 'only these').choices(['automated', 'manual']))
    .option('--search <words>', 'only those with all these words in id, title or description')
    .addOption(formatOption(['table', 'json'], 'table'))
    .action(async (options) => (await import('../commands/rules.ts')).listRules(options))
  rules
    .command('show')
    .description('one rule: what it is for, its remediation, its source')
    .argument('<id>', 'such as apiserver-profiling')
    .action(async (id: string) => (await import('../commands/rules.ts')).showRule(id))
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
      const { testRules } = await import('../commands/rules-test.ts')
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
      const { evaluateQuery } = await import('../commands/rules-eval.ts')
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
      const { checkRules } = await import('../commands/rules-check.ts')
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
      const { formatRules } = await import('../commands/rules-check.ts')
      setStatus(await formatRules(paths, options))
    })
}
