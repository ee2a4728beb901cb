/** Writes docs/configuration.md: every setting of the server, with tables out of the code. */

import {
  type ServeSetting,
  serveSettings,
  serveVariables,
} from '../packages/cli/src/program/serve-settings.ts'

export function printServerDocs(): string {
  return [
    intro,
    table(
      ['option', 'variable', 'default', 'what it does'],
      serveSettings.map((it) => [
        code(it.flags),
        it.variable ? code(it.variable) : '',
        it.initial === undefined ? '' : code(String(it.initial)),
        aboutOf(it),
      ]),
    ),
    variables,
    table(
      ['variable', 'what it does'],
      serveVariables.map(({ variable, about }) => [code(variable), about]),
    ),
    operation,
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n')
}

function aboutOf({ about, choices }: ServeSetting): string {
  const text = `${about.charAt(0).toUpperCase()}${about.slice(1)}`
  return choices ? `${text}: ${choices.map(code).join(', ')}.` : `${text}.`
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}

const intro = `
# Configuration of the server

<!-- Written by \`npm run docs\` out of scripts/server-docs.ts and the code. -->

\`evenkeel serve\` takes its settings from options, then from the environment, then from defaults. A value that is not allowed ends the start with a sentence that names it.
The agent's settings are described in [agent.md](agent.md), who may do what in [access.md](access.md), backup and restore in [backup.md](backup.md).
`

const variables = `
## Of the environment alone

Command lines are seen by everybody on a machine, so secrets have no option.
`

const operation = `
## Operation

- \`/healthz\` answers as long as the process does; \`/readyz\` only while the database answers and the server is not stopping. Neither needs a login.
- \`/metrics\` is in the text format of Prometheus: requests by route, cycles of agents, statements, jobs, clusters by state. It needs no login and names no cluster; keep it off a public ingress if the numbers are nobody's business. \`deploy/grafana/\` has a dashboard and alerts.
- The log is a line of JSON for each request, with method, route, status, duration and id, never with the path, a query or a header. An \`x-request-id\` of a proxy is kept; every answer carries its id, every problem too.
- SIGTERM ends it in order: requests and cycles under way are answered, event streams closed, then the database. Agents keep what they find and send it to the next process. A second SIGTERM ends it at once.
- Several processes may share one PostgreSQL server. They bring the schema up to date one after another; a process that is older than the schema refuses to start.
`
