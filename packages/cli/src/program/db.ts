/** The commands of `evenkeel db`. */

import type { Command } from 'commander'
import type { SetStatus } from './options.ts'

const where = '\nDATABASE_URL names a PostgreSQL server to use instead of the embedded database.'

export function addDb(program: Command, setStatus: SetStatus): void {
  const db = program.command('db').description('back up, restore, check and move the database')
  const add = (name: string, description: string) =>
    db
      .command(name)
      .description(description)
      .option('--data-dir <folder>', 'where the embedded database lies', '.evenkeel')
      .addHelpText('after', where)
  add('backup', 'everything in one file, as of one moment; an embedded database must not be in use')
    .argument('<file>', 'the file to write, such as evenkeel.backup.gz')
    .action(async (path, options) => (await import('../commands/db.ts')).backUp(path, options))
  add('restore', 'a backup into an empty database: all of it, or nothing')
    .argument('<file>', 'the file to read')
    .action(async (path, options) => (await import('../commands/db.ts')).restore(path, options))
  add('check', 'whether the database is sound, and what to do where it is not')
    .option('--repair', 'put right what can be')
    .action(async (options) =>
      setStatus(await (await import('../commands/db.ts')).checkDb(options)),
    )
  add('move', 'everything to an empty PostgreSQL database; the old one stays as it is')
    .requiredOption('--to <url>', 'such as postgresql://user@host/evenkeel')
    .action(async (options) => (await import('../commands/db.ts')).move(options))
}
