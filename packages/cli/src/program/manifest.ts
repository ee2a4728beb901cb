/** `evenkeel manifest` and its options, which are the values of the chart by other names. */

import { type ValueField, valueFields } from '@evenkeel/server/manifest-values'
import type { Command } from 'commander'

export function addManifest(program: Command): void {
  const command = program
    .command('manifest')
    .description('the manifest that deploys the agent; made for `kubectl apply -f -`')
    .option('--namespace <name>', 'the namespace of the agent', 'evenkeel')
    .option('--token-file <file>', 'holds the enrolment token; $EVENKEEL_TOKEN otherwise')
    .option('--values <file>', 'values as the Helm chart takes them; options come before them')
  for (const field of valueFields) addField(command, field)
  command.action(async (options) => {
    const { manifest } = await import('../commands/manifest.ts')
    await manifest(options)
  })
}

const placeholders = { text: '<text>', list: '<names>', map: '<pairs>', json: '<json>' }

function addField(command: Command, { name, form, about, initial }: ValueField): void {
  // Read from a file: tokens belong into no history, certificates into no command line.
  if (name === 'token') return
  const said = about.replace(/\.$/, '').replace(/^([A-Z])(?=[a-z ])/, (it) => it.toLowerCase())
  if (name === 'server-ca') command.option('--server-ca-file <file>', said)
  else if (name === 'server') command.option('--server <url>', said)
  else if (form !== 'boolean') command.option(`--${name} ${placeholders[form]}`, said)
  else if (initial === true) command.option(`--no-${name}`, `do not: ${said}`)
  else command.option(`--${name}`, said)
}
