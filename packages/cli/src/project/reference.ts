/** The project's file for editors and for people, out of its own schema. */

import { ProjectFile } from './project-file.ts'

export function printProjectSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'evenkeel.yaml',
    ...ProjectFile,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

export function printProjectFile(): string {
  const scan = ProjectFile.properties.scan
  const settings: [string, unknown][] = 'properties' in scan ? Object.entries(scan.properties) : []
  const rows = settings.map(([name, schema]) => `| \`${name}\` | ${describe(schema)} |`)
  return `# evenkeel.yaml

<!-- Written by \`npm run docs\`. Changes belong into packages/cli/src/project. -->

Settings of \`evenkeel scan\` that a project always wants stand in \`evenkeel.yaml\` in the folder where it is called, or in the file that \`--config\` names.
An option of the command line comes before the file; paths in the file are relative to it.
[evenkeel.schema.json](evenkeel.schema.json) is its JSON Schema.

\`\`\`yaml
# yaml-language-server: $schema=evenkeel.schema.json
version: 1
scan:
  targets: [deploy/]
  exceptions: [accepted.yaml]
  outputs:
    - {format: sarif, file: scan.sarif}
    - {format: table}
  fail-on: high
\`\`\`

| setting of \`scan\` | what it does |
|---|---|
${rows.join('\n')}
`
}

function describe(schema: unknown): string {
  const text = typeof schema === 'object' && schema && Reflect.get(schema, 'description')
  return typeof text === 'string' ? text.replaceAll('|', '\\|') : ''
}
