/** The commands as data, for completion, the man page and the reference. */

import type { Command, Option } from 'commander'
import { type Example, examples } from '../program/examples.ts'

export interface CommandNode {
  /** `evenkeel rules list`. */
  path: string
  name: string
  description: string
  arguments: { name: string; description: string; choices: readonly string[] }[]
  options: OptionNode[]
  commands: CommandNode[]
  examples: readonly Example[]
}

export interface OptionNode {
  /** `-f, --format <format>`. */
  flags: string
  long: string
  short: string | undefined
  description: string
  takesValue: boolean
  choices: readonly string[]
  /** As text; undefined where there is none. */
  default: string | undefined
}

export function readCommands(command: Command, parent = ''): CommandNode {
  const name = command.name()
  const path = parent === '' ? name : `${parent} ${name}`
  const own = path.split(' ').slice(1).join(' ')
  return {
    path,
    name,
    description: command.description(),
    arguments: command.registeredArguments.map((it) => ({
      name: it.variadic ? `${it.name()}...` : it.name(),
      description: it.description,
      choices: it.argChoices ?? [],
    })),
    options: command.options.filter((it) => !it.hidden).map(readOption),
    commands: command.commands.map((it) => readCommands(it, path)),
    examples: examples[own] ?? [],
  }
}

function readOption(option: Option): OptionNode {
  const value: unknown = option.defaultValue
  const isShown = value !== undefined && value !== false && !Array.isArray(value)
  return {
    flags: option.flags,
    long: option.long ?? option.flags,
    short: option.short,
    description: option.description,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
    default: isShown && !option.negate ? String(value) : undefined,
  }
}

/** Every command below, parents first. */
export function* walkCommands(node: CommandNode): Generator<CommandNode> {
  yield node
  for (const child of node.commands) yield* walkCommands(child)
}
