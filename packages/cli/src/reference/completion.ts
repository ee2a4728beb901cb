/** Completion scripts, made of the commands themselves. */

import { type CommandNode, type OptionNode, walkCommands } from './command-tree.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What to offer after an option, beside its own choices. */
export type KnownValues = Readonly<Record<string, readonly string[]>>

export function printCompletion(shell: Shell, root: CommandNode, values: KnownValues): string {
  if (shell === 'fish') return printFish(root, values)
  const script = printBash(root, values)
  return shell === 'bash'
    ? script
    : `#compdef evenkeel\nautoload -U +X bashcompinit && bashcompinit\n${script}`
}

function choicesOf(option: OptionNode, values: KnownValues): readonly string[] {
  return option.choices.length > 0 ? option.choices : (values[option.long] ?? [])
}

/** The words before the cursor choose the command; an option before it chooses its values. */
function printBash(root: CommandNode, values: KnownValues): string {
  const commands: string[] = []
  const options: string[] = []
  for (const node of walkCommands(root)) {
    const path = node.path.split(' ').slice(1).join(' ')
    const words = [
      ...node.commands.map((it) => it.name),
      ...node.arguments.flatMap((it) => it.choices),
    ]
    const flags = [
      ...node.options.flatMap((it) => [it.long, ...(it.short ? [it.short] : [])]),
      '--help',
    ]
    commands.push(`    ${quote(path)}) words=${quote([...words, ...flags].join(' '))} ;;`)
    for (const option of node.options) {
      if (!option.takesValue) continue
      const names = [option.long, ...(option.short ? [option.short] : [])]
      const those = choicesOf(option, values)
      const answer = those.length > 0 ? `values=${quote(those.join(' '))}` : 'values=FILES'
      options.push(`    ${names.map((it) => quote(`${path}:${it}`)).join('|')}) ${answer} ;;`)
    }
  }
  const paths = [...walkCommands(root)].map((it) => it.path.split(' ').slice(1).join(' '))
  return `# Completion of evenkeel for bash.
_evenkeel() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" next word words="" values="" index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    next="\${path:+$path }$word"
    case "$next" in
      ${paths.filter(Boolean).map(quote).join('|')}) path="$next" ;;
    esac
  done
  case "$path:$before" in
${options.join('\n')}
  esac
  if [ "$values" = FILES ]; then
    COMPREPLY=($(compgen -f -- "$current"))
    return
  fi
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    return
  fi
  case "$path" in
${commands.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$current" in
    -*) ;;
    *) if [ -n "$path" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi ;;
  esac
}
complete -o filenames -F _evenkeel evenkeel
`
}

function printFish(root: CommandNode, values: KnownValues): string {
  const lines = ['# Completion of evenkeel for fish.']
  for (const node of walkCommands(root)) {
    const steps = node.path.split(' ').slice(1)
    const condition = conditionOf(node, steps)
    for (const child of node.commands) {
      lines.push(
        `complete -c evenkeel -f -n ${quote(condition)} -a ${quote(child.name)} -d ${quote(child.description)}`,
      )
    }
    for (const option of node.options) {
      const parts = [`complete -c evenkeel -n ${quote(steps.length > 0 ? seen(steps) : condition)}`]
      parts.push(`-l ${option.long.replace(/^--/, '')}`)
      if (option.short) parts.push(`-s ${option.short.replace(/^-/, '')}`)
      const those = choicesOf(option, values)
      if (option.takesValue) parts.push(those.length > 0 ? `-x -a ${quote(those.join(' '))}` : '-r')
      parts.push(`-d ${quote(option.description)}`)
      lines.push(parts.join(' '))
    }
  }
  return `${lines.join('\n')}\n`
}

function conditionOf(node: CommandNode, steps: string[]): string {
  const none = `not __fish_seen_subcommand_from ${node.commands.map((it) => it.name).join(' ')}`
  if (steps.length === 0) return '__fish_use_subcommand'
  return node.commands.length > 0 ? `${seen(steps)}; and ${none}` : seen(steps)
}

function seen(steps: string[]): string {
  return steps.map((it) => `__fish_seen_subcommand_from ${it}`).join('; and ')
}

/** For sh and fish alike. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "'\\''")}'`
}
