/** The man page, in the macros of man(7). */

import { type CommandNode, walkCommands } from './command-tree.ts'

export function printManPage(root: CommandNode, version: string): string {
  const lines = [
    '.\\" Written by npm run docs.',
    `.TH EVENKEEL 1 "" "Evenkeel ${plain(version)}" "User Commands"`,
    '.SH NAME',
    `evenkeel \\- ${plain(root.description)}`,
    '.SH SYNOPSIS',
    '.B evenkeel',
    '.I command',
    '[options]',
    '.SH COMMANDS',
  ]
  for (const node of walkCommands(root)) {
    if (node === root || node.commands.length > 0) continue
    lines.push(...printCommand(node))
  }
  lines.push(
    '.SH EXIT STATUS',
    ...item('0', 'done and no gate broken'),
    ...item('1', 'a gate broken'),
    ...item('2', 'wrong use or unreadable input'),
    ...item('3', 'nothing evaluated, or coverage under the bound'),
  )
  return `${lines.join('\n')}\n`
}

function printCommand(node: CommandNode): string[] {
  const words = node.arguments.map((it) => `<${it.name}>`).join(' ')
  const lines = [`.SS ${plain(`${node.path} ${words}`.trim())}`, plain(`${node.description}.`)]
  for (const it of node.arguments) lines.push(...item(`<${it.name}>`, it.description))
  for (const it of node.options) {
    const choices = it.choices.length > 0 ? `: ${it.choices.join(', ')}` : ''
    const usual = it.default === undefined ? '' : ` (default ${it.default})`
    lines.push(...item(it.flags, `${it.description}${choices}${usual}`))
  }
  for (const { line, what } of node.examples) {
    lines.push('.PP', plain(`${what}:`), '.PP', '.nf', '.RS', plain(line), '.RE', '.fi')
  }
  return lines
}

function item(name: string, text: string): string[] {
  return ['.TP', `.B ${plain(name)}`, plain(text)]
}

/** A dash is a minus, a backslash itself, and no line begins like a macro. */
function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1')
}
