/** `evenkeel serve` and its options. */

import { type Command, Option } from 'commander'
import { collect, portOption } from './options.ts'

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('the server, for agents in clusters')
    .option('--host <address>', 'the address to listen on', '0.0.0.0')
    .addOption(portOption(4400))
    .option('--data-dir <folder>', 'where the embedded database lies', '.evenkeel')
    .option('--public-url <url>', 'how agents and browsers reach this server')
    .addOption(
      new Option(
        '--trust-proxy <addresses>',
        'proxies whose word on where requests come from counts, such as 10.0.0.0/8,127.0.0.1',
      ).env('EVENKEEL_TRUST_PROXY'),
    )
    .addOption(
      new Option(
        '--oidc-config <file>',
        'a YAML file with the settings of the identity provider',
      ).env('EVENKEEL_OIDC_CONFIG'),
    )
    .addOption(
      new Option('--oidc-issuer <url>', 'the identity provider that people sign in at').env(
        'EVENKEEL_OIDC_ISSUER',
      ),
    )
    .addOption(
      new Option('--oidc-client-id <id>', 'how this server is known there').env(
        'EVENKEEL_OIDC_CLIENT_ID',
      ),
    )
    .addOption(
      new Option('--oidc-client-secret-file <file>', 'holds the secret of that client').env(
        'EVENKEEL_OIDC_CLIENT_SECRET_FILE',
      ),
    )
    .option(
      '--oidc-group <group=role>',
      'what a group may: viewer, operator, editor or admin (repeatable)',
      collect,
      [],
    )
    .option(
      '--login-link',
      'print a link that logs an administrator in, also where there is one already',
    )
    .addHelpText(
      'after',
      '\nDATABASE_URL, or the file that DATABASE_URL_FILE names, says which PostgreSQL server to use instead of the embedded one.\nThe other settings of the identity provider are described in docs/access.md.',
    )
    .action(async (options) => {
      const { serve } = await import('../commands/serve.ts')
      await serve(options)
    })
}
