/** `evenkeel serve` and its options. */

import type { Command } from 'commander'
import { serveSettings, toOption } from './serve-settings.ts'

export function addServe(program: Command): void {
  const serve = program.command('serve').description('the server, for agents in clusters')
  for (const setting of serveSettings) serve.addOption(toOption(setting))
  serve
    .addHelpText(
      'after',
      '\nDATABASE_URL, or the file that DATABASE_URL_FILE names, says which PostgreSQL server to use instead of the embedded one.\nEvery setting is described in docs/configuration.md, those of the identity provider in docs/access.md.',
    )
    .action(async (options) => {
      const { serve: run } = await import('../commands/serve.ts')
      await run(options)
    })
}
