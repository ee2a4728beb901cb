/** docs/cli.md: every command with its options and examples. */

import { type CommandNode, walkCommands } from './command-tree.ts'

export function printCliReference(root: CommandNode): string {
  const parts = [
    '# The command line',
    '<!-- Written by `npm run docs`. Changes belong into packages/cli/src/program. -->',
    root.description,
    'Exit status: 0 done and no gate broken; 1 a gate broken; 2 wrong use or unreadable input; 3 nothing evaluated, or coverage under the bound.',
    'Settings of `scan` that a project always wants stand in `evenkeel.yaml`; see [the file](project-file.md).',
  ]
  for (const node of walkCommands(root)) {
    if (node === root || node.commands.length > 0) continue
    parts.push(...printCommand(node))
  }
  return `${parts.join('\n\n')}\n`
}

function printCommand(node: CommandNode): string[] {
  const words = node.arguments.map((it) => `<${it.name}>`)
  const parts = [
    `## ${node.path}`,
    capitalize(node.description),
    `\`\`\`\n${[node.path, ...words, ...(node.options.length > 0 ? ['[options]'] : [])].join(' ')}\n\`\`\``,
  ]
  const rows = [
    ...node.arguments.map((it) => [`<${it.name}>`, it.description, '']),
    ...node.options.map((it) => [it.flags, withChoices(it), it.default ?? '']),
  ]
  if (rows.length > 0) {
    const lines = rows.map(([name = '', what = '', usual = '']) =>
      row(code(name), cell(what), usual ? code(usual) : ''),
    )
    parts.push(['| option | what it does | default |', '|---|---|---|', ...lines].join('\n'))
  }
  if (node.examples.length > 0) {
    const lines = node.examples.map(({ line, what }) => `# ${what}\n${line}`)
    parts.push(`\`\`\`sh\n${lines.join('\n')}\n\`\`\``)
  }
  return parts
}

function withChoices({
  description,
  choices,
}: {
  description: string
  choices: readonly string[]
}) {
  return choices.length > 0 ? `${description}: ${choices.join(', ')}` : description
}

function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
