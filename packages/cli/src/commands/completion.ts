/** `evenkeel completion`: prints the script that a shell reads. */

import { loadRules } from '@evenkeel/benchmarks'
import type { Command } from 'commander'
import { readCommands } from '../reference/command-tree.ts'
import { printCompletion, type Shell } from '../reference/completion.ts'

export function completion(shell: Shell, program: Command): void {
  const { benchmarks, rules } = loadRules()
  const values = {
    '--benchmark': benchmarks.map((it) => it.id),
    '--rule': rules.map((it) => it.id),
  }
  process.stdout.write(printCompletion(shell, readCommands(program), values))
}
